#include "server/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/edge_figures.h"
#include "tests/support/loopback.h"

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

TEST(Metrics, ShowWhatListenerAndClientCount) {
  auto listener = std::move(Listener::start({}, [](const Request&) { return Response{}; })).value();
  auto client = std::move(CurlClient::start({})).value();
  Metrics metrics;
  watch(metrics, *listener);
  watch(metrics, *client);
  EXPECT_THAT(metrics.text(), HasSubstr("hallway_listener_accepted_total 0\n"));
  EXPECT_EQ(test::get(listener->port(), "/x").status, 200);
  OutboundRequest request;
  request.url = *Iri::parse("http://a.example/");
  EXPECT_FALSE(client->exchange(request).ok());
  metrics.text();
  const std::string text = metrics.text();
  EXPECT_THAT(text, HasSubstr("hallway_listener_accepted_total 1\n"));
  EXPECT_THAT(text, HasSubstr("hallway_client_failed_total 1\n"));
  EXPECT_THAT(text, HasSubstr("hallway_client_active 0\n"));
}

}  // namespace
}  // namespace hallway
