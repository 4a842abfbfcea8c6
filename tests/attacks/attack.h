#pragma once
// What every attack has at hand: the victim, two hosts of strangers (one where people are who they
// say they are, and Mallory's), and the node's own account of what it refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/attacks/host.h"
#include "tests/attacks/outside.h"
#include "tests/attacks/victim.h"

namespace hallway::test {

class Attack : public testing::Test {
 protected:
  void SetUp() override;
  // Whatever was tried, the node still answers.
  void TearDown() override;

  // The request is answered with `status`, one log line says why, it is counted and can be asked
  // for by `hallway why --inbound`, and nothing is stored.
  void refused(const OutboundRequest& request, int status, std::string_view reason);
  // 202, since it may be in order and only means nothing here; one line says why; it is counted and
  // can be asked for, too, unless it was done before; nothing is stored.
  void ignored(const OutboundRequest& request, std::string_view why);
  // 202, and the log is longer by this entry.
  void taken(const OutboundRequest& request);

  // The lines of `event` that the node logged since the last call.
  std::vector<std::string> logged(std::string_view event);
  // Where the victim, or anything else here, tried to connect since outside::forget(), but for the
  // requests of the test itself.
  static std::vector<std::string> connections();

  // What /metrics counts under this name, over all reasons.
  uint64_t counted(std::string_view name);
  // The last that `hallway why --inbound` knows of whom `request` claims to be from.
  std::string last_told(const OutboundRequest& request);

  Victim victim_;
  Host good_{"127.0.54.1"};
  Host evil_{"127.0.54.2"};
};

}  // namespace hallway::test
