//! HTML into start tags, end tags and text, by way of lol_html, which is linear on hostile input.

use std::cell::RefCell;
use std::rc::Rc;

use lol_html::html_content::{Element, TextChunk, TextType};
use lol_html::{EndTagHandler, HtmlRewriter, Settings, doc_text, element};

use super::entities;

/// What listens to the tokens of a page. Offsets are bytes into the page.
pub(super) trait Listener {
    /// The start tag of the `id`th element; `attribute` looks up one of its attributes, references
    /// resolved.
    fn start(&mut self, id: usize, name: &str, offset: usize, attribute: &dyn Fn(&str) -> Option<String>);
    /// The end tag of the `id`th element.
    fn end(&mut self, id: usize);
    /// Text between tags, references resolved.
    fn text(&mut self, text: &str, offset: usize);
}

/// Most elements that are open at once: each takes some hundred bytes until it ends, and one that nobody ends
/// (`<td>a<td>b`) stays open as long as what it stands in. Deeper ones are read as text of those around them.
const DEEPEST: usize = 250_000;

/// A listener with the text node that is being collected: it may come in several chunks.
struct State<L> {
    listener: L,
    pending: String,
    pending_at: usize,
    elements: usize,
    open: usize,
    too_deep: bool,
}

/// Sends the tokens of `page` to `listener` and gives it back, and whether the page was read to its end.
pub(super) fn listen<L: Listener + 'static>(page: &str, listener: L) -> (Option<L>, bool) {
    let state = Rc::new(RefCell::new(State {
        listener,
        pending: String::new(),
        pending_at: 0,
        elements: 0,
        open: 0,
        too_deep: false,
    }));
    let (for_elements, for_text) = (Rc::clone(&state), Rc::clone(&state));
    let elements = element!("*", move |element| {
        on_element(element, &for_elements);
        Ok(())
    });
    let texts = doc_text!(move |chunk| {
        on_text(chunk, &for_text);
        Ok(())
    });
    let settings = Settings::new()
        .append_element_content_handler(elements)
        .append_document_content_handler(texts)
        .with_strict(false);
    let whole = rewrite(page, settings);
    let Some(state) = Rc::into_inner(state).map(RefCell::into_inner) else { return (None, whole) };
    (Some(state.listener), whole && !state.too_deep)
}

/// The rewriter holds the listener too: it must be gone before the listener can be given back.
fn rewrite(page: &str, settings: Settings<'_, '_>) -> bool {
    let mut rewriter = HtmlRewriter::new(settings, |_: &[u8]| {});
    rewriter.write(page.as_bytes()).is_ok() && rewriter.end().is_ok()
}

fn on_element<L: Listener + 'static>(element: &mut Element<'_, '_>, state: &Rc<RefCell<State<L>>>) {
    let name = element.tag_name();
    let offset = element.source_location().bytes().start;
    let attribute = |name: &str| element.get_attribute(name).map(|value| entities::decode(&value).into_owned());
    let id = {
        let mut state = state.borrow_mut();
        if state.open >= DEEPEST {
            state.too_deep = true;
            return;
        }
        state.elements += 1;
        let id = state.elements;
        state.listener.start(id, &name, offset, &attribute);
        id
    };
    if let Some(handlers) = element.end_tag_handlers() {
        state.borrow_mut().open += 1;
        let state = Rc::clone(state);
        let handler: EndTagHandler<'static> = Box::new(move |_| {
            let mut state = state.borrow_mut();
            state.open -= 1;
            state.listener.end(id);
            Ok(())
        });
        handlers.push(handler);
    }
}

fn on_text<L: Listener>(chunk: &TextChunk<'_>, state: &Rc<RefCell<State<L>>>) {
    let mut state = state.borrow_mut();
    let state = &mut *state;
    if state.pending.is_empty() {
        state.pending_at = chunk.source_location().bytes().start;
    }
    state.pending.push_str(chunk.as_str());
    if !chunk.last_in_text_node() {
        return;
    }
    let text = std::mem::take(&mut state.pending);
    if matches!(chunk.text_type(), TextType::Data | TextType::RCData) {
        state.listener.text(&entities::decode(&text), state.pending_at);
    } else {
        state.listener.text(&text, state.pending_at);
    }
}
