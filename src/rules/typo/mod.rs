//! Wrong characters that code finds; most are found by the word lists in `dictionaries/typo-*`.

rules! {
    context,
    doubled_character,
    look_alike_letter,
    near_idiom,
    radical_form,
    traditional_character,
}

/// Characters that stand for others, each with the right one, in order.
struct Forms(Vec<(char, &'static str)>);

impl Forms {
    /// Reads a table whose first row names its columns.
    fn parse(table: &'static str) -> Self {
        let rows = table.lines().skip(1).filter_map(|line| line.split_once('\t'));
        let mut forms: Vec<(char, &str)> = rows.filter_map(|(form, right)| Some((form.chars().next()?, right))).collect();
        forms.sort_unstable();
        Self(forms)
    }

    fn get(&self, form: char) -> Option<&'static str> {
        let place = self.0.binary_search_by_key(&form, |(form, _)| *form).ok()?;
        self.0.get(place).map(|(_, right)| *right)
    }
}
