//! Words without which a text does not press, however sure a model is.
//!
//! The model of wording was trained on texts of shops: on other screens it takes dates, counters and tables for pressure.
//! These words keep it to what it knows.

use std::{collections::HashSet, sync::LazyLock};

use super::Label;
use crate::WordingCategory;

/// Phrases of labels; one of them has to be in a text of the category.
const URGENCY: &[&str] = &[
    " order in ",
    " order within ",
    " activate within ",
    " checkout within ",
    " check out within ",
    " within the next ",
    " time remaining ",
    " left to buy ",
    " will expire in ",
    " extended ",
    " ends sunday ",
    " offers end ",
    " limited offer ",
    " hurry ",
    " ends in ",
    " ends at ",
    " ends on ",
    " ends soon ",
    " ends today ",
    " ends tonight ",
    " ends tomorrow ",
    " ending soon ",
    " ending in ",
    " expires in ",
    " expires soon ",
    " expires today ",
    " offer expires ",
    " deal expires ",
    " deals end ",
    " sale ends ",
    " offer ends ",
    " must end ",
    " last chance ",
    " limited time ",
    " for a limited ",
    " today only ",
    " only today ",
    " one day only ",
    " this week only ",
    " now or never ",
    " time is running out ",
    " time left ",
    " running out of time ",
    " flash sale ",
    " act now ",
    " act fast ",
    " buy now before ",
    " before its too late ",
    " before time runs out ",
    " final hours ",
    " final days ",
    " dont wait ",
    " dont miss ",
    " deal of the day ",
    " daily deal ",
    " sale is ending ",
    " reserved for ",
    " countdown ",
    " clearance ",
    " while it lasts ",
    " while they last ",
    " is almost over ",
    " deal ends ",
    " hours left ",
    " minutes left ",
];

const SCARCITY: &[&str] = &[
    " seats left ",
    " pieces left ",
    " rooms left ",
    " tickets left ",
    " units left ",
    " spots left ",
    " places left ",
    " copies left ",
    " pairs left ",
    " bottles left ",
    " few more left ",
    " few stocks left ",
    " last items in ",
    " fewer than ",
    " left order now ",
    " remaining stock ",
    " once its gone ",
    " sellout risk ",
    " hurry ",
    " left in stock ",
    " left at this price ",
    " only 1 left ",
    " low in stock ",
    " low stock ",
    " stock is low ",
    " in low supply ",
    " almost gone ",
    " almost sold out ",
    " nearly gone ",
    " nearly sold out ",
    " selling fast ",
    " selling out ",
    " sells out ",
    " sell out ",
    " going fast ",
    " go fast ",
    " high demand ",
    " in demand ",
    " limited stock ",
    " limited quantit",
    " limited availab",
    " limited supply ",
    " limited edition ",
    " supplies last ",
    " stock last",
    " stocks last",
    " few left ",
    " last one ",
    " last few ",
    " few remaining ",
    " few items left ",
    " one left ",
    " before its gone ",
    " before theyre gone ",
    " before they are gone ",
    " wont last ",
    " running low ",
    " dont miss out ",
];

const SOCIAL_PROOF: &[&str] = &[
    " purchased ",
    " bought ",
    " sold in ",
    " currently viewing ",
    " viewed per ",
    " people seeing ",
    " people looked ",
    " others checked ",
    " currently interested ",
    " currently active ",
    " saved on her order ",
    " added to bag ",
    " also bought ",
    " also shopped ",
    " people are ",
    " people have ",
    " people bought ",
    " people viewed ",
    " people viewing ",
    " people looking ",
    " people who ",
    " others are ",
    " others have ",
    " other people ",
    " other shoppers ",
    " other customers ",
    " customers bought ",
    " customers are ",
    " customers have ",
    " customers who ",
    " shoppers ",
    " just bought ",
    " just purchased ",
    " just ordered ",
    " just booked ",
    " just joined ",
    " just signed up ",
    " recently bought ",
    " recently purchased ",
    " recently ordered ",
    " purchased this ",
    " bought this ",
    " ordered this ",
    " purchased a ",
    " bought a ",
    " viewed this ",
    " viewing this ",
    " are viewing ",
    " looking at this ",
    " are looking at ",
    " watching this ",
    " are watching ",
    " in their cart",
    " in their basket",
    " in their bag",
    " carts ",
    " added to cart ",
    " added this ",
    " sold in the last ",
    " bought in the last ",
    " orders in the last ",
    " times in the last ",
    " in the last 24 hours ",
    " in the past 24 hours ",
    " in the last hour ",
    " best seller ",
    " best sellers ",
    " bestseller ",
    " bestsellers ",
    " best selling ",
    " most popular ",
    " trending ",
    " happy customers ",
    " satisfied customers ",
    " from verified ",
    " someone in ",
    " someone from ",
];

const MISDIRECTION: &[&str] = &[
    " i dont feel ",
    " i do not want ",
    " without a discount ",
    " ill shop ",
    " ill pay ",
    " youll lose ",
    " you will lose ",
    " youll miss ",
    " you will miss ",
    " miss out ",
    " missing out ",
    " give up your ",
    " giving up ",
    " full price ",
    " no thanks ",
    " no thank you ",
    " id rather ",
    " i would rather ",
    " i prefer ",
    " i dont like ",
    " i dont want ",
    " i dont need ",
    " i hate ",
    " not interested in ",
];

/// "Only 2 left", "just 3 tickets remaining", "2 rooms left".
fn counts_down(label: &Label) -> bool {
    let words: Vec<&str> = label.as_str().split_ascii_whitespace().collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.iter().enumerate().any(|(at, word)| {
        let rest = words.get(at + 1..).unwrap_or_default();
        let near = |n: usize| rest.iter().take(n);
        matches!(*word, "only" | "just" | "last")
            && near(3).any(|word| is_number(word))
            && near(5).any(|word| matches!(*word, "left" | "remaining" | "available" | "stock"))
    })
}

/// "11 hours 22 minutes": a clock that runs.
fn runs_down(label: &Label) -> bool {
    let is_unit = |word: &&str| UNITS.contains(word);
    label.as_str().split_ascii_whitespace().filter(is_unit).count() >= 2
}

/// What runs out is time.
fn has_unit(label: &Label) -> bool {
    label.as_str().split_ascii_whitespace().any(|word| UNITS.contains(&word))
}

const UNITS: &[&str] = &[
    "days", "day", "hours", "hour", "hrs", "hr", "minutes", "mins", "min", "seconds", "secs", "sec",
];

/// The first words of all phrases. What has none of them has no cue, which is asked of every text of a screen.
static FIRST_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let phrases = [URGENCY, SCARCITY, SOCIAL_PROOF, MISDIRECTION].into_iter().flatten();
    let first = phrases.filter_map(|phrase| phrase.split_ascii_whitespace().next());
    first.chain(["only", "just", "last"]).chain(UNITS.iter().copied()).collect()
});

/// False where a text presses in no way; cheap.
pub(super) fn may_press(label: &Label) -> bool {
    label.as_str().split_ascii_whitespace().any(|word| FIRST_WORDS.contains(word))
}

/// True where a text has words that press in the way of this category.
pub(super) fn has_cue(label: &Label, category: WordingCategory) -> bool {
    match category {
        WordingCategory::Urgency => {
            label.has(URGENCY) || runs_down(label) || counts_down(label) && has_unit(label)
        }
        WordingCategory::Scarcity => {
            (label.has(SCARCITY) || counts_down(label)) && !has_unit(label)
        }
        WordingCategory::SocialProof => label.has(SOCIAL_PROOF),
        WordingCategory::Misdirection => label.has(MISDIRECTION),
    }
}
