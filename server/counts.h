#pragma once
// What the node counts, by name: every handle asked for once. Any thread.

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "server/metrics.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class Counts {
 public:
  explicit Counts(Metrics& metrics);

  // `area` is one of a few constant words: "api", "federation", ...
  void request(std::string_view area, int status, double seconds_taken);
  // An activity that was answered 202; `outcome`: "taken", "seen_before", "ignored",
  // "unknown_type".
  void inbox(std::string_view outcome);
  // `why`: a constant phrase of an act.
  void inbox_ignored(std::string_view why);
  // `why` is a code's name, or "content_type".
  void inbox_refused(std::string_view why);

  // Read from elsewhere just before a scrape.
  struct WriterFigures {
    uint64_t commits = 0, changes = 0, failed = 0;
  };
  void writer(const WriterFigures& now);
  struct DeliveryFigures {
    uint64_t delivered = 0, retried = 0, given_up = 0;
  };
  void deliveries(const DeliveryFigures& now, size_t in_flight);
  struct PushFigures {
    uint64_t delivered = 0, retried = 0, given_up = 0, ended = 0;
  };
  void pushes(const PushFigures& now);
  struct LiveFigures {
    uint64_t events = 0, rendered = 0, broken = 0;
  };
  void live(const LiveFigures& now);
  struct RetentionFigures {
    uint64_t looked_at = 0, forgotten = 0;
    Time reached;
  };
  void retention(const RetentionFigures& now);
  struct StoreFigures {
    uint64_t log = 0, deliveries = 0, fetches = 0, posts = 0, actors = 0, peers = 0, reports = 0;
  };
  void store(const StoreFigures& now);

 private:
  Counter labelled(const std::string& name, const std::string& help, const char* label,
                   std::string_view value);
  // Counts up to what somebody else counted.
  void raise(const std::string& name, const std::string& help, uint64_t total);

  Metrics& metrics_;
  Histogram latency_;
  std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Counter> labelled_;
  std::map<std::string, uint64_t> raised_;
};

}  // namespace hallway
