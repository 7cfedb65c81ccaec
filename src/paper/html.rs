//! A document as one web page: no scripts, nothing fetched, everything from outside escaped.

use super::Part;

const STYLE: &str = "body{font:16px/1.8 serif;max-width:52em;margin:2em auto;padding:0 1em;color:#111}\
h1{text-align:center;font-size:1.5em}h2{font-size:1.15em}table{border-collapse:collapse;width:100%;font-size:.9em}\
th,td{border:1px solid #666;padding:.3em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
@media print{body{margin:0}}";

/// The page.
pub fn html(parts: &[Part]) -> String {
    let title = parts.iter().find_map(|part| match part {
        Part::Title(title) => Some(escaped(title)),
        _ => None,
    });
    let body: String = parts.iter().map(block).collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        title.unwrap_or_default()
    )
}

fn block(part: &Part) -> String {
    match part {
        Part::Title(text) => format!("<h1>{}</h1>\n", escaped(text)),
        Part::Heading(text) => format!("<h2>{}</h2>\n", escaped(text)),
        Part::Paragraph(text) => format!("<p>{}</p>\n", escaped(text)),
        Part::Table(rows) => format!("<table>\n{}</table>\n", rows.iter().enumerate().map(row).collect::<String>()),
    }
}

fn row((at, cells): (usize, &Vec<String>)) -> String {
    let name = if at == 0 { "th" } else { "td" };
    let cells: String = cells.iter().map(|cell| format!("<{name}>{}</{name}>", escaped(cell))).collect();
    format!("<tr>{cells}</tr>\n")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if c.is_control() && c != '\n' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let page = html(&[Part::Title("<script>".to_string()), Part::Table(vec![vec!["a\"&'<b>".to_string()]])]);
        assert!(page.contains("<title>&lt;script&gt;</title>"), "{page}");
        assert!(page.contains("<th>a&quot;&amp;&#39;&lt;b&gt;</th>") && !page.contains("<script>"), "{page}");
    }
}
