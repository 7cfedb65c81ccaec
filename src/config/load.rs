//! Finding and reading `shenjiao.toml`. Errors name the file, the line and the key.

use std::path::{Path, PathBuf};

use super::Config;

/// The name that is looked for.
pub const FILE_NAME: &str = "shenjiao.toml";

/// A configuration with the folder that its relative paths start from.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    pub config: Config,
    pub root: PathBuf,
}

/// Reads the file given, else the one found upwards from `start`, else the defaults. The error is for the user.
pub fn load(given: Option<&Path>, start: &Path) -> Result<Loaded, String> {
    match given.map(Path::to_path_buf).or_else(|| find(start)) {
        Some(path) => read(&path),
        None => Ok(Loaded { config: Config::default(), root: PathBuf::from(".") }),
    }
}

fn read(path: &Path) -> Result<Loaded, String> {
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => format!("找不到配置文件 {}", path.display()),
        std::io::ErrorKind::InvalidData => format!("配置文件 {} 不是 UTF-8 编码，请另存为 UTF-8", path.display()),
        _ => format!("读不了配置文件 {}：{error}", path.display()),
    })?;
    let config = parse(&text).map_err(|message| format!("配置文件 {}{message}", path.display()))?;
    let root = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(Loaded { config, root: root.to_path_buf() })
}

/// The configuration that holds for `start`: the one in the nearest folder upwards.
pub fn find(start: &Path) -> Option<PathBuf> {
    let start = std::path::absolute(start).ok()?;
    start.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file())
}

/// The parts of an article that a mapping can name.
const PARTS: [&str; 9] = ["body", "title", "published", "source", "author", "column", "url", "id", "unit"];

/// Parses the text of a configuration; the error begins with `:line：`.
pub fn parse(text: &str) -> Result<Config, String> {
    let config: Config = toml::from_str(text).map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let source = text.lines().nth(line - 1).unwrap_or_default().trim();
        format!(":{line}：{}\n    {source}", translate(error.message()))
    })?;
    check_mappings(&config).and(config.review.fault().map_or(Ok(()), Err)).map_err(|(key, message)| {
        let line = text.lines().position(|line| line.contains(&key)).map_or(1, |at| at + 1);
        format!(":{line}：{message}")
    })?;
    if let Some(edition) =
        config.settings.repost.editions.iter().find(|edition| edition.since.parse::<jiff::civil::Date>().is_err())
    {
        let line = text.lines().position(|line| line.contains(&edition.since)).map_or(1, |at| at + 1);
        return Err(format!(":{line}：since 应是日期，写作 2025-07-02，不是“{}”", edition.since));
    }
    Ok(config)
}

/// What the types do not say of mappings: the key to look for in the text, and the message.
fn check_mappings(config: &Config) -> Result<(), (String, String)> {
    for mapping in &config.mappings {
        if !mapping.fields.contains_key("body") {
            return Err((
                "fields".to_string(),
                "mapping 的 fields 里要写明正文在哪个字段，如 body = \"正文\"".to_string(),
            ));
        }
        if let Some(part) = mapping.fields.keys().find(|part| !PARTS.contains(&part.as_str())) {
            let message = format!("fields 里没有“{part}”这一项，可用的有：{}", PARTS.join("、"));
            return Err((part.clone(), message));
        }
        if let Some(format) = mapping.format.as_deref().filter(|format| !["text", "html", "markdown"].contains(format))
        {
            return Err((format.to_string(), format!("format 应是 text、html 或 markdown，不是“{format}”")));
        }
    }
    Ok(())
}

/// The parser's message, its common forms put into Chinese.
fn translate(message: &str) -> String {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message, quoted.as_slice()) {
        (m, [key, known @ ..]) if m.starts_with("unknown field") => {
            format!("没有“{key}”这个配置项，可用的有：{}", known.join("、"))
        }
        (m, [key, ..]) if m.starts_with("missing field") => format!("缺少配置项“{key}”"),
        (m, [value, known @ ..]) if m.starts_with("unknown variant") => {
            format!("不认识“{value}”，可用的有：{}", known.join("、"))
        }
        (m, _) if m.starts_with("invalid type") => format!("值的类型不对（{m}）"),
        (m, _) if m.contains("duplicate key") => "同一个配置项写了两次".to_string(),
        _ => format!("格式有误（{message}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_line_and_key() {
        let error = parse("select = [\"typo\"]\n\n[allow]\nword = [\"甲\"]\n").unwrap_err();
        assert!(error.starts_with(":4：没有“word”这个配置项，可用的有：words"), "{error}");
        let error = parse("[[override]]\nseverity = \"bad\"\n").unwrap_err();
        assert!(error.starts_with(":2：不认识“bad”"), "{error}");
        assert!(parse("ignore = \"typo\"").unwrap_err().starts_with(":1：值的类型不对"));
        assert!(parse("a = = 1").unwrap_err().starts_with(":1："));
        let error = parse("[[mapping]]\npaths = [\"*.json\"]\nfields = { titel = \"a\", body = \"b\" }\n").unwrap_err();
        assert!(error.starts_with(":3：fields 里没有“titel”"), "{error}");
        let error = parse("[[review.stage]]\nname = \"初审\"\n\n[[review.proof]]\nname = \"初审\"\n").unwrap_err();
        assert!(error.starts_with(":2：环节“初审”写了两次"), "{error}");
        let config = parse("[rules.repost]\nown = [\"某县发布\"]\n").unwrap();
        assert_eq!(config.settings.repost.own, ["某县发布"]);
    }
}
