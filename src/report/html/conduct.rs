//! How a party behaves, in words.

use crate::conduct::{Choice, Conduct, Rule, Scope, Shocks, Strategic};
use crate::game::Party;
use crate::report::number::{percent, short, timed};
use crate::trade::Reviewed;

/// What a party does of its own accord: keep or violate, err, complain, answer, walk out.
pub(super) fn conduct(party: &Party) -> String {
    let c = &party.conduct;
    let rule = c.comply.strategic().map_or_else(|| comply(&c.comply), |how| strategic(c, how));
    let mut text = capital(&format!("{rule}. "));
    if c.tremble > 0.0 {
        text += &format!("By mistake it does the opposite of what it intends with probability {}. ", short(c.tremble));
    }
    // How long they persist is of no matter here.
    let levels = party.pressure.chain(1.0).values;
    if let [low, .., high] = levels[..] {
        text += &format!("Political pressure multiplies these gains, between {} and {}. ", short(low), short(high));
    }
    text += &answers(c);
    text + &leaving(party)
}

/// What it does about the other's violations and remedies.
fn answers(c: &Conduct) -> String {
    let files = || format!("answers an alarm with a grievance with probability {}", timed(c.files, short, ""));
    let imposes = || format!("imposes an authorised remedy with probability {}", short(c.imposes));
    let counters = || format!("counters a remedy with probability {}", timed(c.counters, short, " a round"));
    let given: [(Choice, &dyn Fn() -> String); 3] =
        [(Choice::Files, &files), (Choice::Imposes, &imposes), (Choice::Counters, &counters)];
    let given: Vec<String> = given.iter().filter(|(choice, _)| !c.chooses(*choice)).map(|(_, says)| says()).collect();
    match given.as_slice() {
        [] => String::new(),
        given => format!("Where the mechanism lets it, it {}. ", listed(given)),
    }
}

/// The names of a list in a sentence.
fn listed(names: &[String]) -> String {
    match names {
        [first @ .., one, last] if !first.is_empty() => format!("{}, {one}, and {last}", first.join(", ")),
        names => names.join(" and "),
    }
}

/// What a strategic party decides upon, how far it looks, and how often.
fn strategic(c: &Conduct, strategic: Strategic) -> String {
    let names = [
        (Choice::Files, "whether it complains"),
        (Choice::Imposes, "whether it imposes an authorised remedy"),
        (Choice::Counters, "whether it answers a remedy with a counter"),
        (Choice::Withdraws, "whether it leaves"),
    ];
    let chosen = names.iter().filter(|(choice, _)| c.chooses(*choice)).map(|(_, name)| (*name).to_owned());
    let procedure = match chosen.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        chosen => format!(" and, where the mechanism lets it, {}", listed(chosen)),
    };
    let view = match strategic.scope {
        Scope::EachCommitment => "one commitment at a time",
        Scope::WholeGame => "with everything in view that goes on under the agreement",
    };
    let shocks = match strategic.shocks {
        Shocks::Payoffs => "reasons that only it knows",
        Shocks::Mistakes => "mistakes of its own",
    };
    let mut text = format!(
        "decides by what follows whether it keeps what it owes{procedure}, knowing that the other government may do the same: {view}, and with {shocks}, of ${}bn a decision",
        short(strategic.noise)
    );
    if let Reviewed::PerYear(times) = c.considers {
        text += &format!(
            "; what it may do of its own accord (complain, counter, leave) it takes up {} times a year",
            short(times)
        );
    }
    text
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
        // Told with all that it decides upon.
        Rule::Strategic { .. } => "decides by what follows".to_owned(),
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
    if party.conduct.chooses(Choice::Withdraws) {
        return String::new();
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Request, load};

    /// What is said of the US with these fields of its conduct.
    fn told(set: &[(&str, &str)]) -> String {
        let of = |(path, value): &(&str, &str)| (format!("parties.US.conduct.{path}"), (*value).to_owned());
        let rule = ("parties.China.conduct.comply".to_owned(), "Always".to_owned());
        let set = set.iter().map(of).chain([rule]).collect();
        conduct(&load(&Request { set, ..Request::default() }).unwrap().agreement().parties[0])
    }

    #[test]
    fn a_strategic_party_is_told_with_what_it_chooses_and_the_chances_that_are_left() {
        let all = told(&[("comply", "Strategic(noise: 0.2)")]);
        assert!(all.starts_with("Decides by what follows whether it keeps what it owes and, where"), "{all}");
        assert!(all.contains("with a counter, and whether it leaves, knowing that the other"), "{all}");
        assert!(
            all.contains("one commitment at a time, and with reasons that only it knows, of $0.2bn a decision."),
            "{all}"
        );
        assert!(!all.contains("probability") && !all.contains("withdraws"), "{all}");
        let some = told(&[
            ("comply", "Strategic(noise: 0.2, scope: WholeGame, shocks: Mistakes)"),
            ("chooses", "[Imposes, Withdraws]"),
            ("considers", "PerYear(2)"),
        ]);
        assert!(some.contains("whether it imposes an authorised remedy and whether it leaves, knowing"), "{some}");
        assert!(some.contains("everything in view") && some.contains("mistakes of its own"), "{some}");
        assert!(some.contains("it takes up 2 times a year. "), "{some}");
        assert!(
            some.contains("answers an alarm with a grievance") && some.contains(" and counters a remedy"),
            "{some}"
        );
    }
}
