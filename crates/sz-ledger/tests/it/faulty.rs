//! A disk that fails, crashes, and loses what was not synced.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use sz_ledger::{Storage, Stores};

/// What happens at the chosen changing operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It fails and did nothing.
    FailedAbsent,
    /// It fails and was done all the same.
    FailedPresent,
    /// It is done; nothing after it is.
    CrashAfter,
    /// Half of its bytes are written; nothing after it is done.
    CrashWithin,
}

/// What a power loss takes of everything that was not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Nothing: only the process died.
    Nothing,
    /// All of it.
    All,
    /// Each part by the throw of a die with this seed; files are torn.
    Some(u64),
}

#[derive(Clone, Debug, Default)]
struct Inode {
    now: Vec<u8>,
    durable: Vec<u8>,
    /// A sync of it failed: what it held counts as clean, and later syncs do nothing for it.
    sync_failed: bool,
}

/// The files of both stores of a ledger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk {
    inodes: Vec<Inode>,
    names: BTreeMap<String, usize>,
    durable_names: BTreeMap<String, usize>,
    dirs: BTreeSet<String>,
    durable_dirs: BTreeSet<String>,
    /// Changing operations so far.
    pub(crate) operations: u64,
    fault: Option<(u64, Fault)>,
    crashed: bool,
}

impl Disk {
    /// An empty disk with a folder for each store.
    pub(crate) fn new() -> Self {
        let dirs: BTreeSet<String> = ["log".to_owned(), "pin".to_owned()].into();
        Self { dirs: dirs.clone(), durable_dirs: dirs, ..Self::default() }
    }

    /// Arms a fault at an operation, counted from now.
    pub(crate) fn arm(&mut self, operation: u64, fault: Fault) {
        (self.operations, self.fault) = (0, Some((operation, fault)));
    }

    /// Stops everything that uses the disk, and starts it again.
    pub(crate) fn restart(&mut self, loss: Loss) {
        (self.fault, self.crashed) = (None, false);
        let mut die = match loss {
            Loss::Nothing => return,
            Loss::All => Die::Never,
            Loss::Some(seed) => Die::Seeded(seed),
        };
        for dir in self.dirs.symmetric_difference(&self.durable_dirs.clone()) {
            if die.throw() {
                self.durable_dirs.insert(dir.clone());
            }
        }
        self.dirs = self.durable_dirs.clone();
        let paths: BTreeSet<String> =
            self.names.keys().chain(self.durable_names.keys()).cloned().collect();
        let mut names = BTreeMap::new();
        for path in paths {
            let (now, durable) = (self.names.get(&path), self.durable_names.get(&path));
            let kept = if now == durable || !die.throw() { durable } else { now };
            if let Some(inode) = kept.filter(|_| self.has_folder(&path)) {
                names.insert(path, *inode);
            }
        }
        for inode in &mut self.inodes {
            if inode.now != inode.durable && die.throw() {
                let length = die.number(inode.now.len() as u64 + 1);
                let mut torn = inode.now.clone();
                if die.throw() {
                    torn[length..].fill(0);
                } else {
                    torn.truncate(length.max(inode.durable.len().min(torn.len())));
                }
                let common = inode.durable.len().min(torn.len());
                if torn[..common] == inode.durable[..common] {
                    inode.durable = torn;
                }
            }
            (inode.now, inode.sync_failed) = (inode.durable.clone(), false);
        }
        (self.names, self.durable_names) = (names.clone(), names);
    }

    fn has_folder(&self, path: &str) -> bool {
        path.match_indices('/').all(|(at, _)| self.dirs.contains(&path[..at]))
    }

    /// Does a changing operation, or what the fault makes of it.
    fn change(
        &mut self,
        half: bool,
        operation: impl FnOnce(&mut Self, bool) -> io::Result<()>,
    ) -> io::Result<()> {
        if self.crashed {
            return Err(io::Error::other("crashed"));
        }
        let number = self.operations;
        self.operations += 1;
        let fault = self.fault.filter(|(at, _)| *at == number).map(|(_, fault)| fault);
        match fault {
            None => operation(self, false),
            Some(Fault::FailedAbsent) => Err(io::Error::other("failed")),
            Some(Fault::FailedPresent) => {
                operation(self, false)?;
                Err(io::Error::other("failed"))
            }
            Some(Fault::CrashAfter) => {
                self.crashed = true;
                operation(self, false)
            }
            Some(Fault::CrashWithin) => {
                self.crashed = true;
                operation(self, half)?;
                Err(io::Error::other("crashed"))
            }
        }
    }

    fn inode(&mut self, path: &str) -> io::Result<&mut Inode> {
        let inode = self.names.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(&mut self.inodes[*inode])
    }
}

enum Die {
    Never,
    Seeded(u64),
}

impl Die {
    fn throw(&mut self) -> bool {
        self.number(2) == 1
    }

    /// `SplitMix64`.
    fn number(&mut self, below: u64) -> usize {
        let Self::Seeded(state) = self else { return 0 };
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % below).unwrap()
    }
}

/// One of the two stores on a disk.
#[derive(Clone, Debug)]
pub(crate) struct FaultyStorage {
    disk: Arc<Mutex<Disk>>,
    folder: &'static str,
}

/// Both stores of a ledger.
pub(crate) fn stores(disk: &Arc<Mutex<Disk>>) -> Stores {
    Stores::new(Arc::new(store(disk, "log")), Arc::new(store(disk, "pin")))
}

pub(crate) fn store(disk: &Arc<Mutex<Disk>>, folder: &'static str) -> FaultyStorage {
    FaultyStorage { disk: Arc::clone(disk), folder }
}

impl FaultyStorage {
    fn disk(&self) -> io::Result<MutexGuard<'_, Disk>> {
        let disk = self.disk.lock().unwrap();
        if disk.crashed { Err(io::Error::other("crashed")) } else { Ok(disk) }
    }

    fn at(&self, path: &str) -> String {
        if path.is_empty() { self.folder.to_owned() } else { format!("{}/{path}", self.folder) }
    }
}

impl Storage for FaultyStorage {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let disk = self.disk()?;
        Ok(disk.names.get(&self.at(path)).map(|inode| disk.inodes[*inode].now.clone()))
    }

    fn read_from(&self, path: &str, offset: u64) -> io::Result<Option<Vec<u8>>> {
        let offset = usize::try_from(offset).unwrap();
        Ok(self.read(path)?.map(|bytes| bytes.get(offset..).unwrap_or_default().to_vec()))
    }

    fn list(&self, dir: &str) -> io::Result<Vec<String>> {
        let prefix = format!("{}/", self.at(dir));
        let skip = self.folder.len() + 1;
        let disk = self.disk()?;
        let below = disk.names.keys().filter(|name| name.starts_with(&prefix));
        Ok(below.map(|name| name[skip..].to_owned()).collect())
    }

    fn lock(&self, _path: &str) -> io::Result<bool> {
        self.disk().map(|_| true)
    }

    fn create_dir(&self, dir: &str) -> io::Result<()> {
        let dir = self.at(dir);
        self.disk()?.change(false, |disk, _| {
            if !disk.has_folder(&dir) {
                return Err(io::ErrorKind::NotFound.into());
            }
            disk.dirs.insert(dir);
            Ok(())
        })
    }

    fn write(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.at(path);
        self.disk()?.change(true, |disk, half| {
            if !disk.has_folder(&path) {
                return Err(io::ErrorKind::NotFound.into());
            }
            disk.names.insert(path.clone(), disk.inodes.len());
            disk.inodes.push(Inode::default());
            let length = if half { bytes.len() / 2 } else { bytes.len() };
            disk.inode(&path)?.now = bytes[..length].to_vec();
            Ok(())
        })
    }

    fn append(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.at(path);
        self.disk()?.change(true, |disk, half| {
            let length = if half { bytes.len() / 2 } else { bytes.len() };
            disk.inode(&path)?.now.extend_from_slice(&bytes[..length]);
            Ok(())
        })
    }

    fn sync(&self, path: &str) -> io::Result<()> {
        let path = self.at(path);
        let mut disk = self.disk()?;
        let done = disk.change(false, |disk, _| {
            let inode = disk.inode(&path)?;
            if !inode.sync_failed {
                inode.durable = inode.now.clone();
            }
            Ok(())
        });
        if done.is_err()
            && let Ok(inode) = disk.inode(&path)
        {
            inode.sync_failed = inode.now != inode.durable;
        }
        done
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (self.at(from), self.at(to));
        self.disk()?.change(false, |disk, _| {
            if !disk.has_folder(&to) {
                return Err(io::ErrorKind::NotFound.into());
            }
            let inode = disk.names.remove(&from).ok_or(io::ErrorKind::NotFound)?;
            disk.names.insert(to, inode);
            Ok(())
        })
    }

    fn sync_dir(&self, dir: &str) -> io::Result<()> {
        let prefix = format!("{}/", self.at(dir));
        let inside =
            |name: &str| name.strip_prefix(&prefix).is_some_and(|rest| !rest.contains('/'));
        self.disk()?.change(false, |disk, _| {
            disk.durable_names.retain(|name, _| !inside(name));
            let names = disk.names.iter().filter(|(name, _)| inside(name));
            let names: Vec<_> = names.map(|(name, inode)| (name.clone(), *inode)).collect();
            disk.durable_names.extend(names);
            disk.durable_dirs.retain(|name| !inside(name));
            let dirs: Vec<_> = disk.dirs.iter().filter(|name| inside(name)).cloned().collect();
            disk.durable_dirs.extend(dirs);
            Ok(())
        })
    }

    fn remove(&self, path: &str) -> io::Result<()> {
        let path = self.at(path);
        let below = format!("{path}/");
        self.disk()?.change(false, |disk, _| {
            disk.names.retain(|name, _| *name != path && !name.starts_with(&below));
            disk.dirs.retain(|name| *name != path && !name.starts_with(&below));
            Ok(())
        })
    }
}
