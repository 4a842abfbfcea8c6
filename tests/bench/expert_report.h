#pragma once
// How right and how quick answers to the questions of ../shared/experts were, beside what its
// README has measured. No figure is of a single person.

#include <vector>

#include "tests/bench/expert_collection.h"
#include "tests/bench/expert_scores.h"

namespace hallway::bench {

struct MeasuredExperts {
  std::vector<ExpertScores> scores;  // in the order of the questions
  std::vector<double> milliseconds;
  std::vector<double> of_the_processor = {};  // where they were answered by other processes
};

void print(const char* name, const ExpertCollection& collection, const MeasuredExperts& measured);

}  // namespace hallway::bench
