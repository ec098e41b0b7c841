//! A command called from Python: on a thread of its own, so that Ctrl-C is heard and other Python threads go on.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use righting_cli::{Called, Interrupt};

/// How often Python is asked whether Ctrl-C was pressed.
const LOOK: Duration = Duration::from_millis(50);

enum Message {
    Progress(u64, u64),
    Ended(Called),
}

/// Runs a command of the program in this process. `progress` is called with what is done and what there is to do. Gives the
/// exit code, what the command writes to standard output, and what it says beside. Ctrl-C ends it as it ends the program:
/// what was begun is done and kept, and `KeyboardInterrupt` is raised.
#[pyfunction]
#[pyo3(signature = (arguments, progress=None))]
pub fn call(py: Python<'_>, arguments: Vec<String>, progress: Option<Py<PyAny>>) -> PyResult<(u8, String, String)> {
    let (sender, mut receiver) = channel();
    let told = sender.clone();
    let interrupt = Arc::new(Interrupt::default());
    let given = interrupt.clone();
    let thread = std::thread::spawn(move || {
        let progress = Box::new(move |done, total| drop(told.send(Message::Progress(done, total))));
        drop(sender.send(Message::Ended(righting_cli::call(&arguments, &given, progress))));
    });
    let mut raised = None;
    let ended = loop {
        let waiting = &mut receiver;
        let heard = py.detach(move || waiting.recv_timeout(LOOK));
        let outcome = match heard {
            Ok(Message::Ended(called)) => break Some(called),
            Ok(Message::Progress(done, total)) => match &progress {
                Some(progress) if raised.is_none() => progress.call1(py, (done, total)).map(drop),
                _ => Ok(()),
            },
            Err(RecvTimeoutError::Timeout) => Ok(()),
            Err(RecvTimeoutError::Disconnected) => break None,
        };
        if let Err(error) = outcome.and_then(|()| py.check_signals()) {
            interrupt.raise();
            raised.get_or_insert(error);
        }
    };
    let joined = py.detach(|| thread.join());
    match (raised, ended, joined) {
        (Some(error), Some(Called { said, .. }), _) => {
            error.value(py).call_method1("add_note", (said.trim_end(),))?;
            Err(error)
        }
        (None, Some(Called { code, output, said }), Ok(())) => Ok((code, output, said)),
        _ => Err(PyRuntimeError::new_err("the command panicked; what it stored is kept")),
    }
}

/// The program itself, with the arguments that follow its name; gives its exit code.
#[pyfunction]
pub fn program(py: Python<'_>, arguments: Vec<String>) -> u8 {
    let words = std::iter::once("righting".to_owned()).chain(arguments);
    py.detach(|| righting_cli::program(words.map(Into::into)))
}
