//! Which unit an article belongs to: by the register, by what the article says, by the folder or archive that it lies in.

use std::collections::HashMap;

use super::register::{Register, Registered, sign_of};
use crate::document::Place;
use crate::engine::Checked;

/// See the module.
pub(super) struct Units<'a> {
    register: Option<&'a Register>,
    /// Names and signs of the register, lower case.
    by_sign: HashMap<String, &'a Registered>,
    roots: Vec<String>,
}

impl<'a> Units<'a> {
    pub(super) fn new(register: Option<&'a Register>, roots: &[String]) -> Self {
        let units = register.map(|register| register.units.as_slice()).unwrap_or_default();
        let mut by_sign = HashMap::new();
        for unit in units {
            for sign in unit.signs.iter().cloned().chain([sign_of(&unit.name)]) {
                by_sign.entry(sign).or_insert(unit);
            }
        }
        let roots = roots.iter().map(|root| root.trim_end_matches('/').to_string()).collect();
        Self { register, by_sign, roots }
    }

    pub(super) fn register(&self) -> Option<&'a Register> {
        self.register
    }

    /// The row of a unit in the register.
    pub(super) fn registered(&self, name: &str) -> Option<&'a Registered> {
        self.by_sign.get(&sign_of(name)).copied().filter(|unit| unit.name == name)
    }

    /// The name of the unit of an article.
    pub(super) fn of(&self, checked: &Checked) -> String {
        let folders = self.folders(checked);
        let account = checked.unit.as_deref();
        let host = checked.article.url.as_deref().map(sign_of);
        let signs =
            account.into_iter().map(sign_of).chain(host.clone()).chain(folders.iter().map(|name| sign_of(name)));
        if let Some(unit) = signs.into_iter().find_map(|sign| self.by_sign(&sign)) {
            return unit.name.clone();
        }
        let named = account.map(str::to_string).or_else(|| folders.into_iter().next());
        named.or(host).unwrap_or_else(|| "未知单位".to_string())
    }

    /// The unit with a sign: a domain stands for those below it too.
    fn by_sign(&self, sign: &str) -> Option<&'a Registered> {
        let mut rest = sign;
        loop {
            if let Some(unit) = self.by_sign.get(rest) {
                return Some(unit);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The folders that the article lies in below what was given, the outermost first; without any, the name of its file.
    fn folders(&self, checked: &Checked) -> Vec<String> {
        let path: &str = &checked.path;
        let below = |root: &String| path.strip_prefix(root.as_str()).filter(|rest| rest.starts_with('/'));
        let root = self.roots.iter().find(|root| below(root).is_some());
        let inside = root.and_then(below).unwrap_or(path).trim_start_matches(['/', '.']);
        let mut parts: Vec<&str> = inside.split('/').collect();
        let file = parts.pop().unwrap_or_default();
        let mut folders: Vec<String> = parts.into_iter().map(str::to_string).collect();
        // The name of a file is that of a unit only where the file holds the articles of one.
        match root.and_then(|root| root.rsplit('/').next()) {
            _ if checked.place.is_some() => folders.push(file.split('.').next().unwrap_or(file).to_string()),
            Some(root) if folders.is_empty() && !root.trim_matches('.').is_empty() => folders.push(root.to_string()),
            _ => {}
        }
        if let Some(Place::Member { member, .. }) = &checked.place
            && !member.contains("://")
            && let Some((outer, _)) = member.split_once('/')
        {
            folders.push(outer.to_string());
        }
        folders
    }
}
