//! A mail: its headers, its text, and the names of what is attached.

use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

use super::builder::Builder;
use super::{Limits, Place, Reading, Role, Source, html};

/// Reads a mail.
pub(super) fn read(bytes: &[u8], limits: Limits) -> Reading {
    let parsed = MessageParser::default().parse(bytes);
    let Some(message) = parsed.filter(is_mail) else {
        return Reading::unread("corrupt: not a mail");
    };
    let mut builder = Builder::new(limits);
    headers(&mut builder, &message);
    builder.heading(1, message.subject().unwrap_or_default(), Place::default());
    builder = body(builder, &message);
    for part in message.attachments() {
        let name = match part.attachment_name() {
            Some(name) => name.to_string(),
            None if matches!(part.body, PartType::Message(_)) => "forwarded mail".into(),
            // Pictures within the text have no name and nothing to read.
            None => continue,
        };
        builder.problem(format!("attachment not read: {}", super::builder::shortened(&name, 120)));
    }
    builder.finish()
}

/// The parser takes any bytes; a mail says at least from whom, to whom or about what it is.
fn is_mail(message: &Message<'_>) -> bool {
    message.from().is_some() || message.to().is_some() || message.subject().is_some()
}

fn headers(builder: &mut Builder, message: &Message<'_>) {
    let mut tell = |name: &str, value: &str| builder.property(Source::Meta, name, value, None);
    tell("From", &people(message.from()));
    tell("To", &people(message.to()));
    tell("Cc", &people(message.cc()));
    if let Some(date) = message.date() {
        // The day by the sender's clock; the whole stamp only where it is one.
        let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
        tell("Date", &if date.is_valid() { date.to_rfc3339() } else { day });
    }
    tell("Subject", message.subject().unwrap_or_default());
}

fn people(address: Option<&Address<'_>>) -> String {
    let each = address.into_iter().flat_map(Address::iter).map(|person| {
        match (person.name.as_deref(), person.address.as_deref()) {
            (Some(name), Some(address)) => format!("{name} <{address}>"),
            (name, address) => name.or(address).unwrap_or_default().to_string(),
        }
    });
    each.collect::<Vec<_>>().join("; ")
}

fn body(mut builder: Builder, message: &Message<'_>) -> Builder {
    let mut told = false;
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            plain(&mut builder, text);
            told = told || !text.trim().is_empty();
        }
    }
    if told {
        return builder;
    }
    for part in message.html_bodies() {
        if let PartType::Html(page) = &part.body {
            // Lines of the decoded page are not lines of the file.
            builder = html::into(builder, page, 1, false);
        }
    }
    builder.forget_lines();
    builder
}

/// Paragraphs of a plain body; what was replied to is a quotation, and the signature is left in.
fn plain(builder: &mut Builder, text: &str) {
    let mut paragraph = String::new();
    let mut quoted = false;
    for line in text.lines().chain([""]) {
        let unquoted = line.trim_start_matches(['>', ' ']);
        let is_quote = line.starts_with('>');
        if unquoted.trim().is_empty() || is_quote != quoted {
            let role = if quoted { Role::Quote } else { Role::Paragraph };
            tell(builder, role, &std::mem::take(&mut paragraph));
        }
        quoted = is_quote;
        if !unquoted.trim().is_empty() {
            paragraph.push_str(if is_quote { unquoted } else { line });
            paragraph.push('\n');
        }
    }
    tell(builder, if quoted { Role::Quote } else { Role::Paragraph }, &paragraph);
}

/// One paragraph, or its list items.
fn tell(builder: &mut Builder, role: Role, paragraph: &str) {
    let mut items: Vec<(bool, String)> = Vec::new();
    for line in paragraph.lines() {
        match super::plain::list_item(line) {
            Some(item) => items.push((true, item.to_string())),
            None => match items.last_mut() {
                Some((_, text)) => {
                    text.push(' ');
                    text.push_str(line);
                }
                None => items.push((false, line.to_string())),
            },
        }
    }
    for (is_item, text) in items {
        let role = if is_item && role == Role::Paragraph { Role::ListItem } else { role };
        builder.text(role, &text, Place::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Content;

    #[test]
    fn headers_text_quotes_and_attachments() {
        let mail = "From: Ann Lee <ann@x.org>\r\nTo: bo@x.org, Cy <cy@x.org>\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\
            Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMIME-Version: 1.0\r\n\
            Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
            Dear Bo,\r\n\r\nthe change\r\nis approved.\r\n- one\r\n- two\r\n\r\n> please\r\n> approve\r\n\r\n--b\r\n\
            Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"plan.pdf\"\r\n\r\nx\r\n--b--\r\n";
        let reading = read(mail.as_bytes(), Limits::default());
        let found: Vec<_> = reading.document.properties.iter().map(|p| format!("{}={}", p.name, p.value)).collect();
        assert_eq!(
            found,
            [
                "From=Ann Lee <ann@x.org>",
                "To=bo@x.org; Cy <cy@x.org>",
                "Date=2026-11-22T10:00:00+01:00",
                "Subject=Grüße"
            ]
        );
        let contents: Vec<_> = reading.document.blocks.into_iter().map(|block| block.content).collect();
        assert_eq!(
            contents,
            [
                Content::Heading(1, "Grüße".into()),
                Content::Text(Role::Paragraph, "Dear Bo,".into()),
                Content::Text(Role::Paragraph, "the change is approved.".into()),
                Content::Text(Role::ListItem, "one".into()),
                Content::Text(Role::ListItem, "two".into()),
                Content::Text(Role::Quote, "please approve".into()),
            ]
        );
        assert_eq!(reading.problems, ["attachment not read: plan.pdf"]);
    }

    #[test]
    fn a_mail_of_html_alone() {
        let mail = b"Subject: x\r\nContent-Type: text/html\r\n\r\n<p>One</p><p>Two</p>";
        let reading = read(mail, Limits::default());
        assert_eq!(reading.document.blocks.len(), 3);
        assert!(read(b"\x00\x01\x02", Limits::default()).unread.is_some());
    }
}
