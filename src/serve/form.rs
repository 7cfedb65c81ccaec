//! What clients of LanguageTool send: form fields in a body or an address, and text with markup in it. Clients differ in
//! how they write forms; all of them are understood.

use serde::Deserialize;

use url::form_urlencoded;

/// The fields that mean something here.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub text: Option<String>,
    pub data: Option<String>,
    pub language: Option<String>,
    pub enabled_rules: Vec<String>,
    pub disabled_rules: Vec<String>,
    pub enabled_categories: Vec<String>,
    pub disabled_categories: Vec<String>,
    pub enabled_only: bool,
}

impl Fields {
    /// Reads a query or a body.
    pub fn read(form: &[u8]) -> Self {
        let mut fields = Self::default();
        if let Some((text, rest)) = raw_text(form) {
            fields.text = Some(text);
            fields.fill(rest);
        } else {
            fields.fill(form);
        }
        fields
    }

    fn fill(&mut self, form: &[u8]) {
        let list =
            |value: &str| value.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_string).collect();
        for (key, value) in form_urlencoded::parse(form) {
            match &*key {
                "text" => self.text = Some(value.into_owned()),
                "data" => self.data = Some(value.into_owned()),
                "language" => self.language = Some(value.into_owned()),
                "enabledRules" => self.enabled_rules = list(&value),
                "disabledRules" => self.disabled_rules = list(&value),
                "enabledCategories" => self.enabled_categories = list(&value),
                "disabledCategories" => self.disabled_categories = list(&value),
                "enabledOnly" => self.enabled_only = &*value == "true" || &*value == "yes",
                _ => {}
            }
        }
    }
}

/// The text of a body that was not percent-encoded (LibreOffice 7.4): bytes that are no ASCII say so. It goes from
/// `text=` to the last `&language=`, and nothing in it is decoded. With it, what comes behind.
fn raw_text(form: &[u8]) -> Option<(String, &[u8])> {
    if form.is_ascii() {
        return None;
    }
    let text = form.strip_prefix(b"text=")?;
    let end = memchr::memmem::rfind(text, b"&language=").unwrap_or(text.len());
    Some((String::from_utf8_lossy(text.get(..end)?).into_owned(), text.get(end..)?))
}

/// `data`: text, or pieces of text and markup.
#[derive(Debug, Deserialize)]
struct Data {
    text: Option<String>,
    annotation: Option<Vec<Piece>>,
}

#[derive(Debug, Deserialize)]
struct Piece {
    text: Option<String>,
    markup: Option<String>,
    #[serde(rename = "interpretAs")]
    interpret_as: Option<String>,
}

/// Text to check, with the way back to what was sent: offsets in UTF-16 units.
#[derive(Debug, Default)]
pub(super) struct Sent {
    pub text: String,
    /// Where each stretch begins in the text and in what was sent, in order, and how long it is there.
    stretches: Vec<Stretch>,
    sent: usize,
    checked: usize,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    checked: usize,
    sent: usize,
    /// Units in what was sent, where they are not those of the text.
    stands_for: Option<usize>,
}

impl Sent {
    pub fn plain(text: String) -> Self {
        let mut sent = Self::default();
        sent.push(&text, None);
        sent
    }

    /// What `data` says; the error is for the client.
    pub fn data(data: &str) -> Result<Self, String> {
        let data: Data = serde_json::from_str(data).map_err(|error| format!("'data' is not valid JSON: {error}"))?;
        match (data.text, data.annotation) {
            (Some(text), None) => Ok(Self::plain(text)),
            (None, Some(pieces)) => {
                let mut sent = Self::default();
                for piece in pieces {
                    match (piece.text, piece.markup) {
                        (Some(text), None) => sent.push(&text, None),
                        (None, Some(markup)) => sent.push(piece.interpret_as.as_deref().unwrap_or(""), Some(&markup)),
                        _ => return Err("each annotation needs either 'text' or 'markup'".to_string()),
                    }
                }
                Ok(sent)
            }
            _ => Err("'data' needs either 'text' or 'annotation'".to_string()),
        }
    }

    fn push(&mut self, text: &str, markup: Option<&str>) {
        let length = units(text);
        let stands_for = markup.map(units);
        self.stretches.push(Stretch { checked: self.checked, sent: self.sent, stands_for });
        self.text.push_str(text);
        self.checked += length;
        self.sent += stands_for.unwrap_or(length);
    }

    /// Where a range of the text lies in what was sent: beginning and end.
    pub fn range(&self, start: usize, end: usize) -> (usize, usize) {
        let from = self.back(start, false);
        (from, if end > start { self.back(end - 1, true).max(from) } else { from })
    }

    /// Where a unit of the text begins, or ends, in what was sent.
    fn back(&self, unit: usize, to_end: bool) -> usize {
        let next = self.stretches.partition_point(|stretch| stretch.checked <= unit);
        let Some(stretch) = next.checked_sub(1).and_then(|at| self.stretches.get(at)) else { return unit };
        match stretch.stands_for {
            Some(length) => stretch.sent + if to_end { length } else { 0 },
            None => stretch.sent + unit - stretch.checked + usize::from(to_end),
        }
    }
}

/// Length in UTF-16 units.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_however_they_are_written() {
        let fields = Fields::read("text=甲&b=50%+1&language=x&language=zh-CN&enabledOnly=false".as_bytes());
        assert_eq!(fields.text.as_deref(), Some("甲&b=50%+1&language=x"));
        assert_eq!(fields.language.as_deref(), Some("zh-CN"));
        let fields = Fields::read(b"language=zh-CN&text=%E7%94%B2%26%2B+b&disabledRules=a/b,c/d&level=picky");
        assert_eq!(fields.text.as_deref(), Some("甲&+ b"));
        assert_eq!(fields.disabled_rules, ["a/b", "c/d"]);
        assert_eq!(Fields::read(b"%%%&=&a"), Fields::default());
    }

    #[test]
    fn offsets_lead_back_to_the_markup() {
        let data = r#"{"annotation":[{"text":"😀"},{"markup":"<b>"},{"text":"布署"},{"markup":"<br/>","interpretAs":"\n"},{"text":"好"}]}"#;
        let sent = Sent::data(data).unwrap();
        assert_eq!(sent.text, "😀布署\n好");
        assert_eq!(sent.range(2, 4), (5, 7));
        assert_eq!(sent.range(4, 5), (7, 12));
        assert_eq!(sent.range(3, 6), (6, 13));
        assert_eq!(sent.range(6, 6), (13, 13));
        assert!(Sent::data("{}").is_err() && Sent::data("[").is_err());
        assert!(Sent::data(r#"{"annotation":[{}]}"#).is_err());
    }
}
