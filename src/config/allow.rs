//! Adding a word to the allow list of a configuration: comments, order and layout of the file stay as they are.
//! Writing the file is the caller's.

use toml_edit::{Array, DocumentMut, Item, TableLike, Value, table, value};

/// The text of a configuration with `word` among `allow.words`; the same text where it is there already. An empty text
/// is a new file. A `note`, where there is one, becomes a comment above the word. The error is for the user.
pub fn with_allowed(text: &str, word: &str, note: &str) -> Result<String, String> {
    super::parse(text)?;
    let mut document: DocumentMut = text.parse().map_err(|error| format!("：格式有误（{error}）"))?;
    let allow = document.as_table_mut().entry("allow").or_insert_with(table);
    let words = allow.as_table_like_mut().and_then(words).ok_or("：[allow] 的写法不认识，请手工把词加进 words")?;
    if words.iter().any(|known| known.as_str() == Some(word)) {
        return Ok(text.to_string());
    }
    push(words, word, note);
    Ok(document.to_string())
}

fn words(allow: &mut dyn TableLike) -> Option<&mut Array> {
    if !allow.contains_key("words") {
        allow.insert("words", value(Array::new()));
    }
    allow.get_mut("words").and_then(Item::as_array_mut)
}

/// What stands before a word on a line of its own.
const INDENT: &str = "    ";

/// Appends a word; with a note, or in a list of one word a line, it gets a line of its own, behind the comments of the last
/// one.
fn push(words: &mut Array, word: &str, note: &str) {
    let layout = words.get(words.len().saturating_sub(1)).and_then(|last| last.decor().prefix()?.as_str());
    let lines = layout.filter(|prefix| prefix.contains('\n'));
    if lines.is_none() && note.is_empty() {
        words.push(word);
        return;
    }
    let indent = lines.map_or(INDENT, |layout| layout.rsplit('\n').next().unwrap_or_default());
    let trailing = words.trailing().as_str().unwrap_or_default().trim_end().to_string();
    let note: String = note.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let comment = if note.is_empty() { String::new() } else { format!("\n{indent}# {note}") };
    let prefix = format!("{trailing}{comment}\n{indent}");
    words.push_formatted(Value::from(word).decorated(prefix, ""));
    words.set_trailing("\n");
    words.set_trailing_comma(true);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_added_and_nothing_else_changes() {
        assert_eq!(with_allowed("", "甲乙", "").unwrap(), "[allow]\nwords = [\"甲乙\"]\n");
        let text = "# 说明\nignore = [] # 甲\n\n[allow]\n# 人名\nwords = [\"张三\"] # 尾\n";
        let with = with_allowed(text, "李四", "").unwrap();
        assert_eq!(with, text.replace("[\"张三\"]", "[\"张三\", \"李四\"]"));
        assert_eq!(with_allowed(&with, "李四", "").unwrap(), with);
        let text = "[allow]\nwords = [\n    \"张三\", # 科长\n    # 没有了\n]\n";
        let with = with_allowed(text, "李四\"", "").unwrap();
        assert_eq!(with, "[allow]\nwords = [\n    \"张三\", # 科长\n    # 没有了\n    '李四\"',\n]\n");
        assert_eq!(super::super::parse(&with).unwrap().allow.words, ["张三", "李四\""]);
        assert!(with_allowed("allow = { words = [\"甲\"] }", "乙", "").unwrap().contains("[\"甲\", \"乙\"]"));
        assert!(with_allowed("a = = 1", "乙", "").unwrap_err().starts_with(":1："));
        assert!(with_allowed("allow = 1", "乙", "").is_err());
    }

    #[test]
    fn a_note_stands_above_its_word() {
        let with = with_allowed("[allow]\nwords = [\"张三\"]\n", "李四", "人名\n\u{7}（王五）").unwrap();
        assert_eq!(with, "[allow]\nwords = [\"张三\",\n    # 人名  （王五）\n    \"李四\",\n]\n");
        let with = with_allowed(&with, "赵六", "").unwrap();
        let with = with_allowed(&with, "钱七", "地名").unwrap();
        assert_eq!(super::super::parse(&with).unwrap().allow.words, ["张三", "李四", "赵六", "钱七"]);
        assert!(with.contains("    \"赵六\",\n    # 地名\n    \"钱七\",\n]"), "{with}");
    }
}
