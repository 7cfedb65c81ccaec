//! Holds the direction of imports that the crate docs in `src/lib.rs` draw: a module may use those of lower lines
//! and nothing else. Also what no file may have: a path of a machine, a placeholder, an endless file.

use std::fs;
use std::path::{Path, PathBuf};

/// The lines of the table in the crate docs, from the top.
fn layers() -> Vec<Vec<String>> {
    let docs = fs::read_to_string("src/lib.rs").unwrap();
    let table = docs.split("never the reverse").nth(1).unwrap();
    let lines = table.lines().skip_while(|line| !line.contains("```text")).skip(1);
    let layers: Vec<Vec<String>> = lines
        .take_while(|line| !line.contains("```"))
        .map(|line| line.trim_start_matches("//!").split_whitespace().map(str::to_string).collect())
        .collect();
    assert!(layers.len() > 5, "the table was not found: {layers:?}");
    layers
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let mut files = Vec::new();
    rust_files(Path::new("src"), &mut files);
    files.sort();
    assert!(files.len() > 20);
    files
}

/// The top-level module that a file belongs to; `None` for the crate's own files.
fn module(path: &Path) -> Option<String> {
    let mut parts = path.strip_prefix("src").unwrap().components();
    let first = parts.next()?.as_os_str().to_str()?.trim_end_matches(".rs").to_string();
    (!["lib", "main", "build"].contains(&first.as_str())).then_some(first)
}

/// The modules named by `crate::…` in a file, doc comments aside.
fn used(text: &str) -> Vec<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let name = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            Some(list) => used.extend(list.split('}').next().unwrap().split(',').map(|part| name(part.trim()))),
            None => used.push(name(rest)),
        }
    }
    used.retain(|name| !name.is_empty());
    used
}

#[test]
fn imports_go_downwards_only() {
    let layers = layers();
    let level = |name: &str| layers.iter().position(|layer| layer.iter().any(|module| module == name));
    for path in sources() {
        let Some(own) = module(&path) else { continue };
        let own_level = level(&own).unwrap_or_else(|| panic!("module {own} is missing in the table of src/lib.rs"));
        for name in used(&fs::read_to_string(&path).unwrap()) {
            let Some(used_level) = level(&name) else { continue };
            let allowed = name == own || used_level > own_level;
            assert!(allowed, "{}: {own} must not use {name}", path.display());
        }
    }
}

#[test]
fn only_one_module_knows_each_of_these() {
    let homes = [
        ("yada", "segment"),
        ("html5gum", "input"),
        ("encoding_rs", "source"),
        ("chardetng", "source"),
        ("annotate_snippets", "output"),
        ("clap", "cli"),
        ("crossbeam_channel", "engine"),
        ("lsp_server", "lsp"),
        ("gen_lsp_types", "lsp"),
        ("toml_edit", "config"),
        ("axum", "serve"),
        ("tokio", "serve"),
    ];
    for path in sources() {
        let Some(own) = module(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        for (name, home) in homes {
            assert!(
                own == home || !code.contains(&format!("{name}::")),
                "{}: {name} belongs to {home}",
                path.display()
            );
        }
    }
}

#[test]
fn files_open_with_what_they_are_and_stay_readable() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{}: opens without saying what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= 600, "{}: {lines} lines", path.display());
        for word in ["todo!", "unimplemented!", "TODO", "FIXME"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn nothing_connects_outward() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for word in ["std::net", "TcpStream", "UdpSocket", "reqwest", "ureq", "hyper::"] {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}
