use munidoc::{Grammars, Options, convert};
fn main() {
    let g = Grammars::builtin();
    let args: Vec<String> = std::env::args().collect();
    let out = &args[1];
    std::fs::create_dir_all(out).unwrap();
    for p in &args[2..] {
        let b = std::fs::read(p).unwrap();
        let t = std::time::Instant::now();
        let o = convert(&b, &Options { path: p.clone(), encoding: None }, &g);
        let ms = t.elapsed().as_secs_f64() * 1e3;
        let j = serde_json::to_string(&o).unwrap();
        eprintln!("{p}: {ms:.1} ms");
        let stem = std::path::Path::new(p).file_stem().unwrap().to_str().unwrap();
        std::fs::write(format!("{out}/{stem}.json"), j).unwrap();
    }
}
