//! The commands as a function: for callers in this process, such as the Python package.

use clap::FromArgMatches;

use crate::called::{Called, Interrupt};
use crate::command::{Cli, program};
use crate::fail::Fail;
use crate::{options, session, terminal};

/// Runs a command by its arguments, without the name of the program, and gives back what it says. `progress` gets what is
/// done and what there is to do. Nothing is printed, and no signal is handled: that is the caller's `interrupt`.
pub fn call(arguments: &[String], interrupt: &Interrupt, progress: Box<dyn FnMut(u64, u64)>) -> Called {
    terminal::quiet_workers();
    let held = session::Session { output: String::new(), said: String::new(), stop: interrupt.flag(), progress };
    let (code, heard) = session::held(held, || match run(arguments) {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    });
    Called { code, output: heard.output, said: heard.said }
}

fn run(arguments: &[String]) -> Result<(), Fail> {
    let mut command = program();
    let words = std::iter::once("righting").chain(arguments.iter().map(String::as_str));
    let parsed = command.try_get_matches_from_mut(words).and_then(|matches| {
        options::note(&command, &matches);
        options::say_old_names(&command, &matches, arguments);
        Cli::from_arg_matches(&matches)
    });
    match parsed {
        Ok(cli) => cli.run(call),
        Err(error) if error.use_stderr() => Err(Fail::Usage(error.render().to_string())),
        Err(error) => terminal::emit(&error.render().to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn called(arguments: &[&str]) -> Called {
        let arguments: Vec<String> = arguments.iter().map(|&word| word.to_owned()).collect();
        call(&arguments, &Interrupt::default(), Box::new(|_, _| {}))
    }

    #[test]
    fn a_call_gives_back_what_the_program_says() {
        let list = called(&["list", "--json"]);
        assert!(list.code == 0 && list.output.contains("five-towns") && list.said.is_empty(), "{list:?}");
        let help = called(&["--help"]);
        assert!(help.code == 0 && help.output.contains("Usage"), "{help:?}");
        let wrong = called(&["rnu"]);
        assert!(
            wrong.code == 2 && wrong.said.contains("unrecognized subcommand 'rnu'") && wrong.output.is_empty(),
            "{wrong:?}"
        );
        let none = called(&["run", "five-twons"]);
        assert!(none.code == 2 && none.said.contains("five-towns") && !none.said.contains('\u{1b}'), "{none:?}");
        // Hints know the options of the command that was called, and not those of one before.
        let taken = tempfile::tempdir().unwrap();
        std::fs::write(taken.path().join("mine"), "").unwrap();
        let taken = taken.path().to_str().unwrap();
        let run = called(&["run", "five-towns", "--replicates", "1", "--out", taken]);
        assert!(run.code == 2 && run.said.contains("--force"), "{run:?}");
        let sweep = called(&["sweep", "five-towns", "--trials", "2", "--out", taken]);
        assert!(sweep.code == 2 && !sweep.said.contains("--force") && sweep.said.contains("--out"), "{sweep:?}");
    }

    #[test]
    fn progress_is_told_and_an_interruption_is_kept() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("run").display().to_string();
        let words = ["run", "five-towns", "--replicates", "400", "--threads", "1", "--no-report", "--out", &out];
        let arguments: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let interrupt = Arc::new(Interrupt::default());
        let stop = interrupt.clone();
        let progress = move |done, _| {
            if done > 0 {
                stop.raise();
            }
        };
        let stopped = call(&arguments, &interrupt, Box::new(progress));
        assert!(stopped.code == 130 && stopped.said.contains("--resume"), "{stopped:?}");
        let resumed: Vec<String> = arguments.iter().cloned().chain(["--resume".to_owned()]).collect();
        let whole = call(&resumed, &Interrupt::default(), Box::new(|_, _| {}));
        assert!(whole.code == 0 && whole.output.contains("400 of 400"), "{whole:?}");
    }
}
