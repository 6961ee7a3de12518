//! How a party behaves, in words.

use crate::conduct::Rule;
use crate::game::Party;
use crate::report::number::{percent, short, timed};

/// What a party does of its own accord: keep or violate, err, complain, answer, walk out.
pub(super) fn conduct(party: &Party) -> String {
    let c = &party.conduct;
    let mut text = capital(&format!("{}. ", comply(&c.comply)));
    if c.tremble > 0.0 {
        text += &format!("By mistake it does the opposite of what it intends with probability {}. ", short(c.tremble));
    }
    // How long they persist is of no matter here.
    let levels = party.pressure.chain(1.0).values;
    if let [low, .., high] = levels[..] {
        text += &format!("Political pressure multiplies these gains, between {} and {}. ", short(low), short(high));
    }
    text += &format!(
        "Where the mechanism lets it, it answers an alarm with a grievance with probability {}, imposes an authorised remedy with probability {}, and counters a remedy with probability {}. ",
        timed(c.files, short, ""),
        short(c.imposes),
        timed(c.counters, short, " a round")
    );
    text + &leaving(party)
}

/// A rule of compliance as a sentence without its subject.
fn comply(rule: &Rule) -> String {
    match rule {
        Rule::Always => "keeps every commitment".to_owned(),
        Rule::Never => "violates every commitment".to_owned(),
        Rule::Chance(p) => format!("keeps with probability {}", short(*p)),
        Rule::Disposition { calm, disputed, remedied } => format!(
            "keeps with probability {} when there is no dispute, {} under dispute, {} under a remedy; pressure lowers these",
            short(*calm),
            short(*disputed),
            short(*remedied)
        ),
        Rule::Opportunist { above } => format!("keeps unless political pressure exceeds {}", short(*above)),
        Rule::Deliberate { noise } => format!(
            "on each commitment weighs what a violation gains against what the mechanism will do about it, with some noise (${}bn a round)",
            short(*noise)
        ),
        Rule::Strategic { noise, .. } => format!(
            "looks ahead at everything it does, against a government that may do the same, with some noise (${}bn a decision)",
            short(*noise)
        ),
        Rule::PerCommitment(rules) => {
            let each: Vec<String> = rules.iter().map(|(name, rule)| format!("{name}: {}", comply(rule))).collect();
            format!("decides by commitment ({})", each.join("; "))
        }
        Rule::TitForTat => {
            "plays tit for tat: starts by keeping, and answers an alarm against the other with a violation".to_owned()
        }
        Rule::SuspiciousTitForTat => {
            "plays suspicious tit for tat: starts by violating, then answers an alarm against the other with a violation"
                .to_owned()
        }
        Rule::GenerousTitForTat { generosity } => format!(
            "plays generous tit for tat: answers an alarm against the other with a violation, but forgives with probability {}",
            short(*generosity)
        ),
        Rule::TitForTwoTats => {
            "plays tit for two tats: violates if there was an alarm against the other in both of the last two rounds"
                .to_owned()
        }
        Rule::ContriteTitForTat => {
            "plays contrite tit for tat: violates only where it is entitled to, in good standing itself while the other is not"
                .to_owned()
        }
        Rule::WinStayLoseShift => {
            "plays win-stay, lose-shift: keeps if the last round had an alarm against both or against neither".to_owned()
        }
        Rule::Grim => "plays grim trigger: violates for ever after the first alarm against the other".to_owned(),
        Rule::Retaliate(n) => {
            format!("retaliates: violates for {n} rounds after an alarm against the other, then starts afresh")
        }
        Rule::Trigger(n) => {
            format!("plays a trigger: violates for {n} rounds after an alarm against either, then starts afresh")
        }
        Rule::MemoryOne { first, cc, cd, dc, dd } => format!(
            "remembers one round: keeps with probability {} at first, {} after no alarm, {} after one against the other alone, {} after one against itself alone, {} after alarms against both",
            short(*first),
            short(*cc),
            short(*cd),
            short(*dc),
            short(*dd)
        ),
        Rule::Automaton { modes } => {
            format!("plays an automaton of {} modes, moved by the alarms of each round (written out below)", modes.len())
        }
    }
}

/// How likely a party is to walk out.
fn leaving(party: &Party) -> String {
    let w = &party.conduct.withdraws;
    let when = [("in calm", w.calm), ("when wronged", w.wronged), ("under a remedy", w.under_remedy)];
    let often: Vec<String> = when
        .into_iter()
        .filter(|(_, p)| p.is_possible())
        .map(|(when, p)| format!("{} {when}", timed(p, percent, " a round")))
        .collect();
    match often.as_slice() {
        [] => "It never withdraws. ".to_owned(),
        often => format!("It withdraws with a probability of {}. ", often.join(", ")),
    }
}

/// With a capital letter in front.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
