pub mod knowledge;
pub mod text;
#[cfg(test)]
mod probe {
    #[test]
    fn reads() {
        let files: Vec<_> = std::fs::read_dir("knowledge").unwrap().map(|f| f.unwrap().path()).map(|p| crate::knowledge::SourceFile { text: std::fs::read_to_string(&p).unwrap(), path: p.display().to_string() }).collect();
        let parsed = crate::knowledge::parse(files);
        for f in parsed.findings.iter().take(20) { println!("{} {:?} {} {:?}", f.code, f.span, f.message, f.help); }
        println!("{:?}", parsed.knowledge.map(|k| (k.entries.len(), k.declines.len(), k.sources.len(), k.synonyms.len(), k.others.len())));
    }
}
