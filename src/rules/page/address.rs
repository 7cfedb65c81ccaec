//! Hosts of web addresses, and which of them lie under which. Not a full reader of addresses.

/// The host of an absolute address.
pub fn host(address: &str) -> Option<&str> {
    let address = address.trim();
    let rest = ["http://", "https://", "//"].iter().find_map(|scheme| {
        let head = address.get(..scheme.len())?;
        head.eq_ignore_ascii_case(scheme).then(|| &address[scheme.len()..])
    })?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    (host.contains('.') || !host.is_ascii()).then_some(host)
}

/// Whether a host is `other` or a part of it.
pub fn is_under(host: &str, other: &str) -> bool {
    let rest = host.len().checked_sub(other.len()).and_then(|at| Some((host.get(..at)?, host.get(at..)?)));
    rest.is_some_and(|(rest, end)| end.eq_ignore_ascii_case(other) && (rest.is_empty() || rest.ends_with('.')))
}

/// The host of a site without its `www`.
pub fn site(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_from_odd_addresses() {
        assert_eq!(host("HTTP://user@A.com:80/x"), Some("A.com"));
        assert_eq!(host("//例子.中国/x"), Some("例子.中国"));
        for address in ["", "//", "http://", "mailto:a@b.cn", "图", "http://localhost/"] {
            assert_eq!(host(address), None, "{address}");
        }
        assert!(is_under("www.a.gov.cn", "gov.cn") && !is_under("fakegov.cn", "gov.cn"));
    }
}
