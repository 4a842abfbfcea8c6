#include "server/edge_figures.h"

#include <map>
#include <string>

namespace hallway {
namespace {

// A counter that follows a total kept elsewhere.
class Following {
 public:
  explicit Following(Counter counter) : counter_(counter) {}
  void reach(uint64_t total) {
    counter_.add(static_cast<double>(total - told_));
    told_ = total;
  }

 private:
  Counter counter_;
  uint64_t told_ = 0;
};

Following follow(Metrics& metrics, const char* name, const char* help) {
  return Following(metrics.counter(name, help));
}

// A counter for each status, made when there is something to count.
class FollowingByStatus {
 public:
  FollowingByStatus(Metrics& metrics, const char* name, const char* help)
      : metrics_(metrics), name_(name), help_(help) {}
  void reach(const std::map<int, uint64_t>& totals) {
    for (const auto& [status, total] : totals) {
      auto found = by_status_.find(status);
      if (found == by_status_.end()) {
        const auto made = metrics_.counter(name_, help_, {{"status", std::to_string(status)}});
        found = by_status_.emplace(status, Following(made)).first;
      }
      found->second.reach(total);
    }
  }

 private:
  Metrics& metrics_;
  const char* name_;
  const char* help_;
  std::map<int, Following> by_status_;
};

}  // namespace

void watch(Metrics& metrics, const Listener& listener) {
  metrics.before_scrape(
      [&listener,
       accepted = follow(metrics, "hallway_listener_accepted_total", "Connections accepted."),
       refused = FollowingByStatus(
           metrics, "hallway_listener_refused_total",
           "Requests refused before any handler saw them, other than with 503, by status."),
       saturated = follow(metrics, "hallway_listener_saturated_total",
                          "Requests answered 503 for want of threads, connections or memory."),
       timed_out =
           follow(metrics, "hallway_listener_timed_out_total", "Connections closed at a deadline."),
       connections = metrics.gauge("hallway_listener_connections", "Open connections."),
       queued = metrics.gauge("hallway_listener_queued", "Requests that wait for a thread."),
       in_flight = metrics.gauge("hallway_listener_in_flight", "Requests not yet answered."),
       buffered = metrics.gauge("hallway_listener_buffered_bytes",
                                "Bodies being read or handled.")]() mutable {
        const ListenerStats now = listener.stats();
        accepted.reach(now.accepted);
        refused.reach(now.refused_with);
        saturated.reach(now.saturated);
        timed_out.reach(now.timed_out);
        connections.set(static_cast<double>(now.connections));
        queued.set(static_cast<double>(now.queued));
        in_flight.set(static_cast<double>(now.in_flight));
        buffered.set(static_cast<double>(now.buffered_bytes));
      });
}

void watch(Metrics& metrics, const CurlClient& client) {
  metrics.before_scrape(
      [&client,
       succeeded = follow(metrics, "hallway_client_answered_total",
                          "Requests to other servers that were answered."),
       failed = follow(metrics, "hallway_client_failed_total",
                       "Requests to other servers that were not answered."),
       refused = follow(metrics, "hallway_client_refused_addresses_total",
                        "Requests that led to an address that is not permitted."),
       active = metrics.gauge("hallway_client_active", "Requests to other servers under way."),
       queued = metrics.gauge("hallway_client_queued",
                              "Requests to other servers that wait for their turn.")]() mutable {
        const ClientStats now = client.stats();
        succeeded.reach(now.succeeded);
        failed.reach(now.failed);
        refused.reach(now.refused_addresses);
        active.set(static_cast<double>(now.active));
        queued.set(static_cast<double>(now.queued));
      });
}

}  // namespace hallway
