#pragma once
// How long a page of a home timeline takes, from many places in it, beside the bare scan of the
// rows that it cannot do without.

#include <chrono>
#include <vector>

#include "federation/home.h"

namespace hallway::bench {

// Milliseconds. Of the processor: without what others took of it meanwhile.
struct Times {
  double p50 = 0, p99 = 0, processor_p99 = 0;
};

struct HomePages {
  size_t posts = 0;  // in the store
  std::vector<Id> from;
  Times bare = {}, page = {}, json = {};
  Times http = {};  // for others to fill in
};

double since(std::chrono::steady_clock::time_point start);  // seconds
// Sorts. At least one.
double quantile(std::vector<double>& values, double part);

// Anywhere in the first `part` of the last year, but for its first twelfth: a page there may not be
// full.
std::vector<Id> places(size_t count, double part);

// Fills in the times of the pages of `person` below each of `pages.from`.
HomePages measure_home_pages(const ReadTxn& txn, const Home& home, Id person, HomePages pages);

// A line each.
void print(const HomePages& pages);

}  // namespace hallway::bench
