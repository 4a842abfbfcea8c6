#pragma once
// A question that nobody answers is shown to the few people here who are likely to know: those whom
// the expert finder names, as far as they let themselves be found and asked.

#include <vector>

#include "federation/expert_words.h"
#include "federation/home.h"
#include "storage/posts.h"
#include "storage/store.h"

namespace hallway {

inline constexpr size_t kAskedOfOne = 3;  // people, each time that they are looked for
inline constexpr size_t kAskedAWeek = 3;  // questions that one person is shown
inline constexpr Duration kAskedWeek = days(7);

// Whether people are to be looked for: it is public, by somebody here or at a sibling or partner,
// and nobody else has answered.
bool waits_for_answer(const ReadTxn& txn, const Home& home, const Post& question);

// Whether `person`, an actor here, may be shown it: policy lets them see it, they want to be asked,
// nothing stands between the two, and they were not shown this one nor kAskedAWeek others of late.
bool may_be_asked(const ReadTxn& txn, const Home& home, const Post& question, Id person, Time now);

// The most likely first, at most kAskedOfOne. Empty where nobody is likely. Errors: unavailable
// (there is no index yet).
Result<std::vector<Id>> find_answerers(const ReadTxn& txn, const Home& home, ExpertWords& words,
                                       const Post& question, Time now);

}  // namespace hallway
