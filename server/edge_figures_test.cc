#include "server/edge_figures.h"

#include <gmock/gmock.h>

#include "tests/support/listening.h"

namespace hallway::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(EdgeFigures, WhatTheListenerRefusesIsCountedByItsStatus) {
  const struct {
    std::string bytes;
    int status;
  } kCases[] = {
      {"GET /x HTTP/1.1\r\n\r\n", 400},
      {"POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413},
      {"POST /inbox HTTP/1.1\r\nHost: a\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx",
       415},
      {"POST /inbox HTTP/1.1\r\nHost: a\r\nExpect: tea\r\nContent-Length: 1\r\n\r\n", 417},
      {"GET /x HTTP/1.1\r\nHost: a\r\nX: " + std::string(40'000, 'x'), 431},
      {"POST /inbox HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501},
      {"GET /x HTTP/3.0\r\nHost: a\r\n\r\n", 505},
  };
  auto listener = listen(patient());
  Metrics metrics;
  watch(metrics, *listener);
  EXPECT_THAT(metrics.text(), Not(HasSubstr("hallway_listener_refused_total{")));
  for (const auto& c : kCases) {
    const auto line =
        "hallway_listener_refused_total{status=\"" + std::to_string(c.status) + "\"} ";
    for (int times = 1; times <= 2; ++times) {
      RawConnection connection(listener->port());
      connection.send(c.bytes);
      EXPECT_EQ(connection.read_answer().status, c.status) << c.bytes.substr(0, 99);
      EXPECT_THAT(metrics.text(), HasSubstr(line + std::to_string(times) + "\n"));
    }
  }
  EXPECT_THAT(metrics.text(), HasSubstr("hallway_listener_accepted_total 14\n"));
  EXPECT_EQ(listener->stats().refused, 14U);
}

}  // namespace
}  // namespace hallway::test
