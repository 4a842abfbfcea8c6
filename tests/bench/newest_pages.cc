#include "tests/bench/newest_pages.h"

#include <cstdio>
#include <cstdlib>

namespace hallway::bench {
namespace {

constexpr size_t kConnections = 16;
constexpr double kMostPerSecond = 20'000;

}  // namespace

void measure_newest_pages(const test::RealNode& node, const test::Program& serving,
                          const std::vector<std::string>& tokens, double seconds) {
  std::vector<std::string> requests;
  for (size_t i = 0; i < static_cast<size_t>(seconds * kMostPerSecond); ++i) {
    requests.push_back("GET /api/v1/timelines/home?limit=40 HTTP/1.1\r\nHost: " + node.domain() +
                       "\r\nAuthorization: Bearer " + tokens[i % tokens.size()] + "\r\n\r\n");
  }
  const double before = test::cpu_seconds(serving.pid());
  const auto sent = test::send_load(
      node.target(), {.requests = requests, .connections = kConnections, .seconds = seconds});
  const double cpu = test::cpu_seconds(serving.pid()) - before;
  if (sent.count(200) < sent.answers.size()) {
    std::fprintf(stderr, "newest pages: one of them was refused\n");
    std::exit(1);
  }
  const auto count = static_cast<double>(sent.count(200));
  std::printf("GET /api/v1/timelines/home?limit=40 over %zu connections\n", kConnections);
  std::printf(
      "  a second                %8.0f, p99 %.1f ms (wanted below 10), %.0f for each core (wanted "
      "4000)\n",
      count / sent.seconds, sent.quantile_ms(0.99), count / cpu);
  std::fflush(stdout);
}

}  // namespace hallway::bench
