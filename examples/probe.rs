use std::time::Instant;
use strikebot::knowledge::*; use strikebot::matching::*; use strikebot::text::*;
fn load(p:&str)->Knowledge{ let mut fs=vec![]; let md=std::fs::metadata(p).unwrap();
 if md.is_dir(){for f in std::fs::read_dir(p).unwrap(){let f=f.unwrap().path(); if f.extension().is_some_and(|e|e=="toml"){fs.push(f)}}} else {fs.push(p.into())} fs.sort();
 let files=fs.iter().map(|p|SourceFile{path:p.display().to_string(),text:std::fs::read_to_string(p).unwrap()}).collect(); let p=parse(files); for f in p.findings.iter().take(5){println!("{f:?}")} p.knowledge.unwrap()}
fn auroc(mut v:Vec<(f32,bool)>)->f32{ v.sort_by(|a,b|a.0.total_cmp(&b.0)); let (mut r,mut p,mut i)=(0f64,0f64,0); while i<v.len(){ let mut j=i; while j<v.len()&&v[j].0==v[i].0{j+=1} let rank=(i+j+1) as f64/2.; for k in i..j{ if v[k].1{r+=rank;p+=1.} } i=j } let n=v.len() as f64-p; ((r-p*(p+1.)/2.)/(p*n)) as f32 }
fn main(){ let a:Vec<String>=std::env::args().collect(); let k=load(&a[1]);
 let t=Instant::now(); let ix=Index::build(&k); println!("built {:?}",t.elapsed());
 let txt=std::fs::read_to_string(&a[2]).unwrap(); let (mut ok,mut ok3,mut all)=(0,0,0); let t=Instant::now(); let mut v=vec![]; let mut w=vec![]; let mut rows=vec![];
 for l in txt.lines().skip(1){ let c:Vec<&str>=l.split('\t').collect(); if c[1].contains('+'){continue} let none=c[1].contains("none"); if none && c[1]!="none"{continue} let Some(m)=split(c[0]) else {continue}; let r=ix.rank(&m.whole);
  let ids:Vec<&str>=r.entries.iter().map(|e|match e.class{Class::Entry(i)=>k[i].id.value.as_str(),_=>"?"}).collect(); let want:Vec<&str>=c[1].split('|').collect();
  let hit=!none&&want.contains(&ids[0]); let h3=!none&&ids.iter().take(3).any(|i|want.contains(i)); v.push((r.confidence.value(),!none)); w.push((r.confidence.value(),hit)); rows.push((r.confidence.value(),r.among_offered.value(),hit,h3,none,c[2].to_string(),c[0].to_string(),c[1].to_string(),ids[0].to_string()));
  if none{continue} all+=1; if hit{ok+=1}; if h3{ok3+=1} }
 let el=t.elapsed()/(rows.len() as u32);
 println!("top1 {:.1} top3 {:.1} of {all} ({} none) {el:?} each; AUROC scope {:.1} right {:.1}",100.*ok as f32/all as f32,100.*ok3 as f32/all as f32,rows.len()-all,100.*auroc(v),100.*auroc(w));
 rows.sort_by(|a,b|b.0.total_cmp(&a.0)); // calibration
 let mut e=0.; for b in 0..10{ let s=&rows[b*rows.len()/10..(b+1)*rows.len()/10]; let m=s.iter().map(|r|r.0).sum::<f32>()/s.len() as f32; let o=s.iter().filter(|r|r.2).count() as f32/s.len() as f32; e+=(m-o).abs()/10.; print!("{m:.2}/{o:.2} ") } println!(" ECE {e:.3}");
 for th in [0.5,0.6,0.7,0.8,0.85,0.9,0.95]{ let ans:Vec<_>=rows.iter().filter(|r|r.0>=th).collect(); let r=ans.iter().filter(|r|r.2).count(); let n=ans.iter().filter(|r|r.4).count(); println!("  th {th}: right {:.1} wrong {:.1} none answered {:.1}",100.*r as f32/all as f32,100.*(ans.len()-r-n) as f32/all as f32,100.*n as f32/(rows.len()-all).max(1) as f32) }
 if a.len()>3 { for r in rows.iter().filter(|r|!r.2&&r.0>0.4){ println!("{:.2} {:.2} [{}] {} => {} | {}",r.0,r.1,r.5,r.7,r.8,r.6) } }
}
