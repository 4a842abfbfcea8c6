#pragma once
// How right rankings are, by the measures of the field: average precision over the first hundred,
// one over the place of the first right person, the part of the first five that is right, and
// whether any of them is.

#include <set>
#include <span>
#include <string>
#include <vector>

namespace hallway::bench {

struct ExpertScores {
  double map = 0, mrr = 0, p5 = 0, s5 = 0;
};

// `named`: how many right answers there are, with those that no ranking can find.
ExpertScores score_of(std::span<const size_t> ranking, const std::set<size_t>& right, size_t named);
ExpertScores mean_of(std::span<const ExpertScores> all);

// "MAP .365 [.330, .400]  P@5 …": means, each with its 95 % interval by bootstrap.
std::string row_of(std::span<const ExpertScores> all);

}  // namespace hallway::bench
