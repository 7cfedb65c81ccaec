//! A disk that is really full: a small file system in memory, mounted for one test. Where nothing may be mounted (no root,
//! no Linux), the test says so and ends.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

pub struct Disk {
    folder: TempDir,
}

impl Disk {
    /// A disk of so many KiB; `None` where it cannot be had.
    pub fn mount(size: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={size}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        if mounted.is_ok_and(|output| output.status.success()) {
            return Some(Self { folder });
        }
        eprintln!("SKIPPED: no small file system can be mounted here (that takes root on Linux)");
        None
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn filling(&self) -> PathBuf {
        self.folder.path().join("filling")
    }

    /// Fills it up but for so many KiB.
    pub fn fill(&self, left: usize) {
        self.make_room();
        let mut file = fs::File::create(self.filling()).unwrap();
        let mut written = 0_usize;
        while let Ok(()) = file.write_all(&[0; 1024]) {
            written += 1024;
        }
        let more = file.write(&[0]).map_err(|error| error.kind());
        assert_eq!(more, Err(ErrorKind::StorageFull));
        file.set_len(u64::try_from(written.saturating_sub(left << 10)).unwrap()).unwrap();
    }

    pub fn make_room(&self) {
        let _ = fs::remove_file(self.filling());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // What still runs on it goes on; the folder is free again.
        let _ = Command::new("umount").arg("--lazy").arg(self.folder.path()).status();
    }
}
