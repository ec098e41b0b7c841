//! Any bytes as a file of a stored run, study, fork or forecast: it is read, or refused; nothing else happens.
//!
//! The checksum of the file is put right wherever it stands, or every input would end there and no reader be reached; but for
//! the states of a fork.
//! RIGHTING_FUZZ_STORED names the folders, made by `fuzz/run.sh`.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use righting_lab::{Beginning, Forecast, Fork, Runner, check_run, continue_fork, verify};
use righting_model::Quantity;
use righting_scenario::{Scenario, Source};
use righting_store::{StoredRun, read_study_table, read_trials};

/// The folders of this process, in memory where the system has such a place, and their files as they were.
struct Stored {
    root: PathBuf,
    files: Vec<(PathBuf, Vec<u8>)>,
}

fn stored() -> &'static Stored {
    static STORED: OnceLock<Stored> = OnceLock::new();
    STORED.get_or_init(|| {
        let from = PathBuf::from(std::env::var_os("RIGHTING_FUZZ_STORED").expect("RIGHTING_FUZZ_STORED is set"));
        let memory = PathBuf::from("/dev/shm");
        let root = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let root = root.join(format!("righting-fuzz-stored-{}", std::process::id()));
        let mut files = Vec::new();
        gather(&from, &from, &mut files);
        files.sort();
        for (file, bytes) in &files {
            fs::create_dir_all(root.join(file).parent().expect("a folder")).expect("a folder");
            fs::write(root.join(file), bytes).expect("a copy");
        }
        Stored { root, files }
    })
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            gather(root, &entry, files);
        } else if entry.extension().is_none_or(|extension| extension != "html") {
            let name = entry.strip_prefix(root).expect("inside").to_owned();
            files.push((name, fs::read(&entry).expect("a file")));
        }
    }
}

impl Stored {
    /// Puts the bytes in the place of a file and its new checksum in the place of the old one, reads, and puts all back.
    fn with(&self, index: usize, bytes: &[u8]) {
        let (file, before) = &self.files[index];
        let [old, new] = [&before[..], bytes].map(|content| blake3::hash(content).to_hex());
        let records = self.files.iter().filter(|(name, _)| name != file);
        // A state is the program's own memory and is trusted once its checksum holds: a forged one is not.
        let is_state = file.extension().is_some_and(|extension| extension == "state");
        let records = records.filter(|(_, content)| !is_state && contains(content, old.as_bytes())).collect::<Vec<_>>();
        for (record, content) in &records {
            let text = String::from_utf8_lossy(content).replace(old.as_str(), new.as_str());
            fs::write(self.root.join(record), text).expect("the record");
        }
        fs::write(self.root.join(file), bytes).expect("the file");
        read(&self.root);
        for (name, content) in records {
            fs::write(self.root.join(name), content).expect("the record");
        }
        fs::write(self.root.join(file), before).expect("the file");
    }
}

fn contains(content: &[u8], part: &[u8]) -> bool {
    content.windows(part.len()).any(|window| window == part)
}

/// What the commands read of such folders.
fn read(root: &Path) {
    if let Ok(run) = StoredRun::open(&root.join("run")) {
        let _ = run.timing();
        let _ = run.summary();
        if let Ok(traces) = run.replicates_of(&[Quantity::Active, Quantity::Dead], true) {
            traces.take_while(Result::is_ok).for_each(drop);
        }
        if let Ok(events) = run.events() {
            events.take_while(Result::is_ok).for_each(drop);
        }
        let _ = check_run(&run, five_towns());
    }
    let _ = read_trials(&root.join("forecast/members"));
    let _ = read_study_table(&root.join("forecast/bands.parquet"));
    if let Ok(fork) = Fork::open(&root.join("fork")) {
        let out = root.join("continued");
        let _ = continue_fork(&fork, &fork.scenario, &out, Beginning::New, &Runner::default(), |_| ());
        let _ = fs::remove_dir_all(out);
    }
    if let Ok(forecast) = Forecast::open(&root.join("forecast")) {
        let _ = verify(five_towns(), five_towns(), &[forecast]);
    }
}

fn five_towns() -> &'static Scenario {
    static SCENARIO: OnceLock<Scenario> = OnceLock::new();
    SCENARIO.get_or_init(|| Scenario::load(&Source::Shipped("five-towns".to_owned()), &[]).expect("it ships"))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&file, bytes)) = bytes.split_first() else { return };
    let stored = stored();
    stored.with(usize::from(file) % stored.files.len(), bytes);
});
