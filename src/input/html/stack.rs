//! The open elements of a page: how many stay open when a tag comes.
//!
//! It is no HTML5 tree builder: it keeps just enough of the rules (implied ends, scopes) that stray and missing end
//! tags do not swallow the rest of a page. Every question is answered in constant time, however deep the nesting.

use super::element::{Element, Kind};

struct Entry {
    element: Element,
    /// Entries (their number from the bottom, counted from 1; 0: none) that were innermost before this one came:
    /// of the same name, …
    same: u32,
    /// … and, this one included, the nearest block and the nearest scope.
    block: u32,
    scope: u32,
}

/// Open elements, outermost first.
pub struct Stack {
    entries: Vec<Entry>,
    /// The innermost entry of each element, counted from 1; 0: none.
    innermost: [u32; Element::COUNT],
}

impl Stack {
    pub fn new() -> Self {
        Self { entries: Vec::new(), innermost: [0; Element::COUNT] }
    }

    /// Takes a start tag, after which its element is open if it `opens`: how many of the elements before stay open.
    pub fn start(&mut self, element: Element, opens: bool) -> u32 {
        let kept = self.kept_at_start(element);
        self.keep(kept);
        if opens {
            self.push(element);
        }
        kept
    }

    /// Takes an end tag: how many elements stay open.
    pub fn end(&mut self, element: Element) -> u32 {
        let kept = self.kept_at_end(element);
        self.keep(kept);
        kept
    }

    fn len(&self) -> u32 {
        self.entries.len() as u32
    }

    fn push(&mut self, element: Element) {
        let here = self.entries.len() as u32 + 1;
        let (block, scope) = self.entries.last().map_or((0, 0), |entry| (entry.block, entry.scope));
        let block = if element.is_block() { here } else { block };
        let scope = if element.is_scope() { here } else { scope };
        let same = std::mem::replace(&mut self.innermost[element as usize], here);
        self.entries.push(Entry { element, same, block, scope });
    }

    /// Closes elements until `kept` are open.
    fn keep(&mut self, kept: u32) {
        while self.len() > kept {
            let Some(entry) = self.entries.pop() else { return };
            self.innermost[entry.element as usize] = entry.same;
        }
    }

    fn innermost_of(&self, elements: &[Element]) -> u32 {
        elements.iter().map(|element| self.innermost[*element as usize]).max().unwrap_or(0)
    }

    /// How many elements stay open when a start tag comes: it ends the like of it (`<li>` an `<li>`), and a block
    /// ends a paragraph.
    fn kept_at_start(&self, element: Element) -> u32 {
        let (ended, bounds) = element.implied_ends();
        let mut found = self.innermost_of(ended);
        if found <= self.innermost_of(bounds) {
            found = 0;
        }
        let block = self.entries.last().map_or(0, |entry| entry.block);
        if element == Element::A {
            let open = self.innermost[Element::A as usize];
            found = if open > block { open } else { 0 };
        }
        let paragraph = self.innermost[Element::P as usize];
        if found == 0 && element.is_block() && paragraph > 0 && paragraph == block {
            found = paragraph;
        }
        if found == 0 { self.len() } else { found - 1 }
    }

    /// How many elements stay open when an end tag comes: all, where it ends nothing that is open.
    fn kept_at_end(&self, element: Element) -> u32 {
        let found = self.innermost[element as usize];
        let (block, scope) = self.entries.last().map_or((0, 0), |entry| (entry.block, entry.scope));
        let bound = match element {
            // What follows `</body>` still belongs to the page.
            Element::Html | Element::Body => return self.len(),
            Element::Table => 0,
            part if part.is_table_part() => self.innermost[Element::Table as usize],
            _ if element.kind() == Kind::Inline => block,
            _ if element.is_scope() => 0,
            _ => scope,
        };
        if found > bound { found - 1 } else { self.len() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Element::*;

    fn open(elements: &[Element]) -> Stack {
        let mut stack = Stack::new();
        for element in elements {
            stack.push(*element);
        }
        stack
    }

    #[test]
    fn starts_end_what_they_imply() {
        assert_eq!(open(&[Div, P, B]).kept_at_start(Div), 1);
        assert_eq!(open(&[Div, P, B]).kept_at_start(Span), 3);
        assert_eq!(open(&[Ul, Li, P]).kept_at_start(Li), 1);
        assert_eq!(open(&[Ul, Li, Ul]).kept_at_start(Li), 3);
        assert_eq!(open(&[Table, Tr, Td, Div]).kept_at_start(Td), 2);
        assert_eq!(open(&[Table, Tr, Td, Table]).kept_at_start(Tr), 4);
    }

    #[test]
    fn ends_stay_in_their_scope() {
        assert_eq!(open(&[Div, Table, Tr, Td]).kept_at_end(Div), 4);
        assert_eq!(open(&[Div, Table, Tr, Td, B]).kept_at_end(Tr), 2);
        assert_eq!(open(&[B, Div]).kept_at_end(B), 2);
        assert_eq!(open(&[Div, B, I]).kept_at_end(Div), 0);
        assert_eq!(open(&[Div]).kept_at_end(P), 1);
        let mut stack = open(&[Div, Div]);
        assert_eq!((stack.end(Div), stack.end(Div), stack.end(Div)), (1, 0, 0));
    }
}
