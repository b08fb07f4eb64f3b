//! A headless Chromium, driven by chromedriver: WebDriver is JSON over HTTP.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longest wait for what a page does by itself.
const PATIENCE: Duration = Duration::from_secs(30);
/// Settings for a page that asks nobody for anything.
const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--window-size=1440,900",
];

/// A browser with one page.
pub struct Browser {
    driver: Child,
    session: String,
    /// Its profile, and what it downloads.
    home: TempDir,
}

impl Browser {
    /// Starts one. Where none is installed it says so and gives `None`; with `MUNIDOC_REQUIRE_CHROMIUM` it panics.
    pub fn start() -> Option<Browser> {
        let missing = ["chromedriver", "chromium"].into_iter().find(|program| {
            let version = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            !version.is_ok_and(|status| status.success())
        });
        if let Some(program) = missing {
            let why = format!("{program} is not installed (apt-get install chromium chromium-driver)");
            assert!(std::env::var_os("MUNIDOC_REQUIRE_CHROMIUM").is_none(), "{why}");
            println!("SKIPPED: {why}");
            return None;
        }
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver starts");
        let mut said = BufReader::new(driver.stdout.take().expect("its output")).lines().map_while(Result::ok);
        let port = said.find_map(|line| line.split("successfully on port ").nth(1).map(str::to_owned));
        let port = port.expect("chromedriver says its port");
        // What it says later must not fill the pipe.
        thread::spawn(move || said.for_each(drop));
        let home = tempfile::tempdir().expect("a folder for the browser");
        let mut browser = Browser {
            driver,
            session: format!("http://127.0.0.1:{}/session", port.trim_end_matches(['.', '\n'])),
            home,
        };
        let profile = format!("--user-data-dir={}", browser.home.path().join("profile").display());
        let arguments: Vec<&str> = ARGUMENTS.iter().copied().chain([profile.as_str()]).collect();
        let downloads = browser.home.path().join("downloads");
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments, "prefs": {"download.default_directory": downloads}},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let made = browser.post("", &wanted);
        browser.session += &format!("/{}", made["sessionId"].as_str().expect("a session"));
        Some(browser)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let address = format!("{}{path}", self.session);
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let answer = agent.post(&address).send_json(body);
        let mut answer = answer.unwrap_or_else(|e| panic!("{address}: {e}"));
        let answer: Value = answer.body_mut().read_json().expect("an answer in JSON");
        assert!(answer["value"]["error"].is_null(), "{path} {body}: {}", answer["value"]["message"]);
        answer["value"].clone()
    }

    /// Opens a file.
    pub fn open(&self, page: &Path) {
        self.open_at(page, "");
    }

    /// Opens a file at a fragment, as `#document-1`.
    pub fn open_at(&self, page: &Path, fragment: &str) {
        self.post("/url", &json!({"url": format!("file://{}{fragment}", page.display())}));
        self.wait("document.body.dataset.view !== undefined");
    }

    /// What a piece of script gives.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": []}))
    }

    /// What an expression gives.
    pub fn get(&self, expression: &str) -> Value {
        self.run(&format!("return {expression};"))
    }

    /// The text of an expression.
    pub fn text(&self, expression: &str) -> String {
        self.get(expression).as_str().unwrap_or_else(|| panic!("{expression} is no text")).to_owned()
    }

    /// Number of elements.
    pub fn count(&self, selector: &str) -> u64 {
        self.get(&format!("document.querySelectorAll({}).length", json!(selector))).as_u64().expect("a number")
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({"using": "css selector", "value": selector}));
        let id = found.as_object().and_then(|o| o.values().next()).and_then(Value::as_str);
        id.unwrap_or_else(|| panic!("{selector} is there")).to_owned()
    }

    /// Clicks an element as a person does: it has to be seen and not covered.
    pub fn click(&self, selector: &str) {
        let middle = "scrollIntoView({block: 'center', behavior: 'instant'})";
        self.run(&format!("document.querySelector({}).{middle}", json!(selector)));
        self.post(&format!("/element/{}/click", self.element(selector)), &json!({}));
    }

    /// Types into what has the focus. WebDriver names keys by characters: `\u{e007}` is Enter, `\u{e00c}` Escape.
    pub fn keys(&self, text: &str) {
        let keys: Vec<Value> = text
            .chars()
            .flat_map(|c| [json!({"type": "keyDown", "value": c}), json!({"type": "keyUp", "value": c})])
            .collect();
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": keys}]}));
    }

    /// Writes into an input instead of what it holds.
    pub fn fill(&self, selector: &str, text: &str) {
        self.run(&format!("document.querySelector({}).value = ''", json!(selector)));
        self.post(&format!("/element/{}/value", self.element(selector)), &json!({"text": text}));
    }

    /// Waits until an expression is true.
    pub fn wait(&self, expression: &str) {
        let start = Instant::now();
        while self.get(expression) != true {
            assert!(start.elapsed() < PATIENCE, "this never comes: {expression}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// The size of the window as pages see it.
    pub fn resize(&self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600});
        self.post("/goog/cdp/execute", &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": size}));
    }

    /// Length of the page printed to PDF, in bytes.
    pub fn print(&self) -> usize {
        let made = self.post("/goog/cdp/execute", &json!({"cmd": "Page.printToPDF", "params": {}}));
        made["data"].as_str().map_or(0, str::len)
    }

    /// The content of a file that is being downloaded.
    pub fn download(&self, name: &str) -> String {
        let path: PathBuf = self.home.path().join("downloads").join(name);
        let start = Instant::now();
        while !path.is_file() {
            assert!(start.elapsed() < PATIENCE, "{name} is never downloaded");
            thread::sleep(Duration::from_millis(50));
        }
        let text = std::fs::read_to_string(&path).expect("UTF-8");
        std::fs::remove_file(&path).expect("it can be removed");
        text
    }

    /// Fails where the page wrote anything to the console.
    #[track_caller]
    pub fn is_silent(&self) {
        let log = self.post("/se/log", &json!({"type": "browser"}));
        assert_eq!(log, json!([]), "the console is empty");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Closes the window; what is left of it goes with the driver.
        let _ = ureq::delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
