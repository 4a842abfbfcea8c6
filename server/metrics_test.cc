#include "server/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hallway {
namespace {

using testing::HasSubstr;

TEST(Metrics, AreWrittenForPrometheus) {
  Metrics metrics;
  auto ok = metrics.counter("hallway_requests_total", "Requests.", {{"result", "ok"}});
  ok.add();
  metrics.counter("hallway_requests_total", "Another help.", {{"result", "ok"}}).add(2);
  metrics.gauge("hallway_connections", "Open connections.").set(7);
  auto latency = metrics.histogram("hallway_request_seconds", "Latency.", latency_buckets());
  latency.observe(0.003);
  latency.observe(3);
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("# HELP hallway_requests_total Requests.\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE hallway_requests_total counter\n"));
  EXPECT_THAT(text, HasSubstr("hallway_requests_total{result=\"ok\"} 3\n"));
  EXPECT_THAT(text, HasSubstr("hallway_connections 7\n"));
  EXPECT_THAT(text, HasSubstr("hallway_request_seconds_bucket{le=\"0.005\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("hallway_request_seconds_bucket{le=\"+Inf\"} 2\n"));
}

TEST(Metrics, ReadFiguresKeptElsewhereWhenAsked) {
  Metrics metrics;
  auto gauge = metrics.gauge("hallway_queue", "Waiting.");
  int reads = 0;
  metrics.before_scrape([&] { gauge.set(++reads); });
  EXPECT_THAT(metrics.text(), HasSubstr("hallway_queue 1\n"));
  EXPECT_THAT(metrics.text(), HasSubstr("hallway_queue 2\n"));
}

}  // namespace
}  // namespace hallway
