#include "tests/bench/expert_report.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hallway::bench {
namespace {

// Of ../shared/experts/README.md: Model 2 with fixed settings.
constexpr ExpertScores kModel2 = {.map = .365, .mrr = .399, .p5 = .122, .s5 = .541};
constexpr std::array<std::pair<const char*, double>, 3> kModel2ByKind = {
    {{"area", .415}, {"named", .470}, {"described", .154}}};

// "12.3 ms a question, p99 45.6 ms"
std::string times_of(std::vector<double> took) {
  std::ranges::sort(took);
  std::array<char, 80> text{};
  std::snprintf(text.data(), text.size(), "%.1f ms a question, p99 %.1f ms", took[took.size() / 2],
                took[took.size() * 99 / 100]);
  return text.data();
}

}  // namespace

void print(const char* name, const ExpertCollection& collection, const MeasuredExperts& measured) {
  const auto mean = mean_of(measured.scores);
  std::printf("%s: %s\n", name, times_of(measured.milliseconds).c_str());
  if (!measured.of_the_processor.empty())
    std::printf("  of the processor: %s\n", times_of(measured.of_the_processor).c_str());
  std::printf("  all        %s\n", row_of(measured.scores).c_str());
  for (const auto& [kind, baseline] : kModel2ByKind) {
    std::vector<ExpertScores> of_kind;
    for (size_t n = 0; n < collection.questions.size(); ++n)
      if (collection.questions[n].kind == kind) of_kind.push_back(measured.scores[n]);
    std::printf("  %-10s %s  MAP %.2f times Model 2\n", kind, row_of(of_kind).c_str(),
                mean_of(of_kind).map / baseline);
  }
  std::printf(
      "  beside Model 2 with fixed settings: MAP %.2f, P@5 %.2f, MRR %.2f, S@5 %.2f times\n",
      mean.map / kModel2.map, mean.p5 / kModel2.p5, mean.mrr / kModel2.mrr, mean.s5 / kModel2.s5);
}

}  // namespace hallway::bench
