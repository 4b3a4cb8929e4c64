//! A process that lives beside the test: it is signalled, watched, and never outlives the value.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::process::{POLL, eventually};
use super::scratch;

/// A running process; killed when the value is dropped.
pub struct Running {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    dir: TempDir,
}

impl Running {
    /// Starts `program` with nothing in its environment but `variables`.
    pub fn start(program: &str, args: &[&str], variables: &[(&str, &str)]) -> Self {
        let dir = scratch::directory("running");
        let mut child = Command::new(program)
            .args(args)
            .env_clear()
            .envs(variables.iter().copied())
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("start the program");
        let lines = Arc::default();
        follow(child.stdout.take().expect("it is piped"), &lines);
        follow(child.stderr.take().expect("it is piped"), &lines);
        Self { child, lines, dir }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its working directory.
    pub fn dir(&self) -> &std::path::Path {
        self.dir.path()
    }

    /// Sends a signal by its name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        signal(self.pid(), name);
    }

    /// Everything it wrote so far, for messages.
    pub fn output(&self) -> String {
        self.lines.lock().expect("the lines").join("\n")
    }

    /// The rest of each line that has `word` in it.
    pub fn said(&self, word: &str) -> Vec<String> {
        let lines = self.lines.lock().expect("the lines");
        lines.iter().filter_map(|line| Some(line.split_once(word)?.1.trim().to_owned())).collect()
    }

    /// Waits until it says `word`.
    pub async fn says(&self, word: &str) {
        eventually(&format!("{word}\n{}", self.output()), async || !self.said(word).is_empty()).await;
    }

    /// Its exit code, none when a signal ended it; panics when it does not end in time.
    pub async fn ends_within(&mut self, limit: Duration) -> Option<i32> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait().expect("ask for its end") {
                return status.code();
            }
            assert!(Instant::now() < deadline, "it did not end within {limit:?}:\n{}", self.output());
            tokio::time::sleep(POLL).await;
        }
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("ask for its end").is_none()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a signal to a process.
pub fn signal(pid: u32, name: &str) {
    let done = Command::new("/bin/sh").args(["-c", &format!("kill -{name} {pid} 2>/dev/null")]).status();
    done.expect("run kill");
}

fn follow(pipe: impl Read + Send + 'static, lines: &Arc<Mutex<Vec<String>>>) {
    let lines = Arc::clone(lines);
    std::thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            lines.lock().expect("the lines").push(line);
        }
    });
}
