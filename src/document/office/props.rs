//! What an office file says about itself: core, extended and custom properties, and `meta.xml`.

use super::super::{Property, Source};
use super::flow::fold;
use super::package::Package;
use super::xml::Xml;

/// The extended properties that people fill in; the rest counts words and lines.
const EXTENDED: &[&str] = &["Company", "Manager", "Application", "Template", "Pages", "Slides"];
/// Longest value kept, and most properties of one file.
const MOST: (usize, usize) = (4_000, 500);

/// The properties of an Office file.
pub(super) fn of_office(package: &mut Package<'_>) -> Vec<Property> {
    let relations = package.relations("");
    let mut properties = Vec::new();
    for (kind, usual, parse) in [
        ("core-properties", "docProps/core.xml", core as fn(&str, &mut Vec<Property>)),
        ("extended-properties", "docProps/app.xml", extended),
        ("custom-properties", "docProps/custom.xml", custom),
    ] {
        let name = relations.first(kind).unwrap_or_else(|| usual.to_owned());
        if let Some(text) = package.part(&name) {
            parse(&text, &mut properties);
        }
    }
    properties
}

/// The properties of an OpenDocument file.
pub(super) fn of_odf(package: &mut Package<'_>) -> Vec<Property> {
    let mut properties = Vec::new();
    let Some(text) = package.part("meta.xml") else {
        return properties;
    };
    let mut xml = Xml::new(&text);
    let Some(root) = xml.root() else {
        return properties;
    };
    let Some(meta) = xml.child(root.inside) else {
        return properties;
    };
    while let Some(element) = xml.child(meta.inside) {
        let name = element.name().to_owned();
        match name.as_str() {
            "user-defined" => {
                let key = element.attr("name").unwrap_or_default();
                add(&mut properties, Source::Custom, &key, &xml.text(element.inside));
            }
            "document-statistic" => {
                let pages = element.attr("page-count").unwrap_or_default();
                add(&mut properties, Source::Meta, "Pages", &pages);
            }
            "template" => add(&mut properties, Source::Meta, &name, &element.attr("title").unwrap_or_default()),
            _ => add(&mut properties, Source::Meta, &name, &xml.text(element.inside)),
        }
    }
    properties
}

fn core(text: &str, properties: &mut Vec<Property>) {
    let mut xml = Xml::new(text);
    let Some(root) = xml.root() else { return };
    while let Some(element) = xml.child(root.inside) {
        let value = xml.text(element.inside);
        add(properties, Source::Meta, element.name(), &value);
    }
}

fn extended(text: &str, properties: &mut Vec<Property>) {
    let mut xml = Xml::new(text);
    let Some(root) = xml.root() else { return };
    while let Some(element) = xml.child(root.inside) {
        if EXTENDED.contains(&element.name()) {
            let value = xml.text(element.inside);
            add(properties, Source::Meta, element.name(), &value);
        }
    }
}

fn custom(text: &str, properties: &mut Vec<Property>) {
    let mut xml = Xml::new(text);
    let Some(root) = xml.root() else { return };
    while let Some(property) = xml.child(root.inside) {
        let Some(value) = xml.child(property.inside) else {
            continue;
        };
        let value = if value.name() == "vector" {
            let mut items = Vec::new();
            while let Some(item) = xml.child(value.inside) {
                items.push(fold(&xml.text(item.inside)));
            }
            items.join("; ")
        } else {
            xml.text(value.inside)
        };
        add(properties, Source::Custom, &property.attr("name").unwrap_or_default(), &value);
    }
}

fn add(properties: &mut Vec<Property>, source: Source, name: &str, value: &str) {
    let (name, value) = (fold(name), fold(value));
    if !name.is_empty() && !value.is_empty() && properties.len() < MOST.1 {
        let value = value.chars().take(MOST.0).collect();
        properties.push(Property { source, name, value, line: None });
    }
}
