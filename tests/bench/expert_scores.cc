#include "tests/bench/expert_scores.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "storage/values/random.h"

namespace hallway::bench {
namespace {

constexpr size_t kDepth = 100, kFirst = 5;
constexpr size_t kDraws = 1000;

struct Measure {
  const char* name;
  double ExpertScores::*value;
};
constexpr std::array<Measure, 4> kMeasures = {{{"MAP", &ExpertScores::map},
                                               {"P@5", &ExpertScores::p5},
                                               {"MRR", &ExpertScores::mrr},
                                               {"S@5", &ExpertScores::s5}}};

// Means of as many questions drawn at random, sorted.
std::vector<double> drawn_means(std::span<const ExpertScores> all, double ExpertScores::*value) {
  SeededRandom random(1);
  std::vector<double> means(kDraws);
  for (auto& mean : means) {
    for (size_t n = 0; n < all.size(); ++n) mean += all[random.u64() % all.size()].*value;
    mean /= static_cast<double>(all.size());
  }
  std::ranges::sort(means);
  return means;
}

}  // namespace

ExpertScores score_of(std::span<const size_t> ranking, const std::set<size_t>& right,
                      size_t named) {
  ExpertScores scores;
  double found = 0;
  for (size_t n = 0; n < std::min(ranking.size(), kDepth); ++n) {
    if (!right.contains(ranking[n])) continue;
    const auto place = static_cast<double>(n + 1);
    scores.map += ++found / place;
    if (found == 1) scores.mrr = 1 / place;
    if (n < kFirst) scores.p5 += 1. / kFirst;
  }
  scores.map /= static_cast<double>(std::max<size_t>(named, 1));
  scores.s5 = scores.p5 > 0 ? 1 : 0;
  return scores;
}

ExpertScores mean_of(std::span<const ExpertScores> all) {
  ExpertScores mean;
  for (const auto& [name, value] : kMeasures) {
    for (const auto& one : all) mean.*value += one.*value;
    mean.*value /= static_cast<double>(std::max<size_t>(all.size(), 1));
  }
  return mean;
}

std::string row_of(std::span<const ExpertScores> all) {
  if (all.empty()) return "nothing was asked";
  std::string row;
  const auto mean = mean_of(all);
  for (const auto& [name, value] : kMeasures) {
    const auto means = drawn_means(all, value);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%s %.3f [%.3f, %.3f]  ", name, mean.*value,
                  means[kDraws / 40], means[kDraws - 1 - kDraws / 40]);
    row += text.data();
  }
  return row;
}

}  // namespace hallway::bench
