//! `shenjiao init`: writes a commented configuration.

use std::io::{self, Write};
use std::path::Path;

use super::options::complain;
use super::{CLEAN, FAILED};
use crate::config::FILE_NAME;

/// The commented file; parsed by a test, so that it stays true.
pub(crate) const TEMPLATE: &str = include_str!("init.toml");

pub(super) fn run() -> io::Result<u8> {
    let path = Path::new(FILE_NAME);
    if path.exists() {
        complain([format!("{FILE_NAME} 已经有了，没有改动；要重写请先把它移走")]);
        return Ok(FAILED);
    }
    std::fs::write(path, TEMPLATE)?;
    writeln!(io::stdout().lock(), "写好了 {FILE_NAME}，里面每一项都有说明，按需要去掉行首的 # 即可")?;
    Ok(CLEAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_is_valid_with_and_without_its_comments() {
        crate::config::parse(TEMPLATE).unwrap();
        let uncommented: String = TEMPLATE
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|_| !line.starts_with("# #")).unwrap_or(line))
            .fold(String::new(), |text, line| text + line + "\n");
        let settings: String = uncommented
            .lines()
            .filter(|line| line.is_ascii() || line.contains(['=', '[']))
            .fold(String::new(), |text, line| text + line + "\n");
        crate::config::parse(&settings).unwrap();
    }
}
