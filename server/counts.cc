#include "server/counts.h"

namespace hallway {

Counts::Counts(Metrics& metrics)
    : metrics_(metrics),
      latency_(metrics.histogram("hallway_request_seconds", "Time a handler took for a request",
                                 latency_buckets())) {}

Counter Counts::labelled(const std::string& name, const std::string& help, const char* label,
                         std::string_view value) {
  std::lock_guard lock(mutex_);
  const std::pair key{name, std::string(value)};
  auto found = labelled_.find(key);
  if (found == labelled_.end()) {
    found = labelled_.emplace(key, metrics_.counter(name, help, {{label, key.second}})).first;
  }
  return found->second;
}

void Counts::request(std::string_view area, int status, double seconds_taken) {
  const std::string what = std::string(area) + " " + std::to_string(status / 100) + "xx";
  labelled("hallway_requests_total", "Requests answered, by part of the node and kind of answer",
           "answer", what)
      .add();
  latency_.observe(seconds_taken);
}

void Counts::inbox(std::string_view outcome) {
  labelled("hallway_inbox_activities_total", "Activities answered 202, by what became of them",
           "outcome", outcome)
      .add();
}

void Counts::inbox_ignored(std::string_view why) {
  labelled("hallway_inbox_ignored_total", "Activities answered 202 and not kept, by reason",
           "reason", why)
      .add();
}

void Counts::inbox_refused(std::string_view why) {
  labelled("hallway_inbox_refused_total", "Requests to an inbox that were refused, by reason",
           "reason", why)
      .add();
}

void Counts::raise(const std::string& name, const std::string& help, uint64_t total) {
  auto counter = metrics_.counter(name, help);
  std::lock_guard lock(mutex_);
  auto& before = raised_[name];
  if (total > before) counter.add(static_cast<double>(total - before));
  before = total;
}

void Counts::writer(const WriterFigures& now) {
  raise("hallway_store_commits_total", "Durable commits", now.commits);
  raise("hallway_store_changes_total", "Changes committed or refused", now.changes);
  raise("hallway_store_changes_failed_total", "Changes that failed", now.failed);
}

void Counts::deliveries(const DeliveryFigures& now, size_t in_flight) {
  raise("hallway_deliveries_delivered_total", "Activities delivered", now.delivered);
  raise("hallway_deliveries_retried_total", "Deliveries put off for another try", now.retried);
  raise("hallway_deliveries_given_up_total", "Deliveries given up", now.given_up);
  metrics_.gauge("hallway_deliveries_in_flight", "Deliveries being sent now")
      .set(static_cast<double>(in_flight));
}

void Counts::pushes(const PushFigures& now) {
  raise("hallway_pushes_delivered_total", "Notifications that push services took", now.delivered);
  raise("hallway_pushes_retried_total", "Pushes that are to be tried again", now.retried);
  raise("hallway_pushes_given_up_total", "Pushes that were refused or too late", now.given_up);
  raise("hallway_push_subscriptions_ended_total", "Subscriptions whose service or token is no more",
        now.ended);
}

void Counts::live(const LiveFigures& now) {
  raise("hallway_live_events_total", "Events put to those who listen, one for each", now.events);
  raise("hallway_live_rendered_total", "Statuses and notifications written for them", now.rendered);
  raise("hallway_live_broken_total", "Connections closed because they took too little", now.broken);
}

void Counts::retention(const RetentionFigures& now) {
  raise("hallway_retention_posts_examined_total", "Old posts looked at for retention",
        now.looked_at);
  raise("hallway_retention_posts_forgotten_total", "Old posts of other nodes forgotten",
        now.forgotten);
  metrics_
      .gauge("hallway_retention_reached_timestamp_seconds",
             "Publication time that the present round has come to")
      .set(static_cast<double>(now.reached.ms) / 1'000);
}

void Counts::store(const StoreFigures& now) {
  const auto set = [this](const char* name, const char* help, uint64_t value) {
    metrics_.gauge(name, help).set(static_cast<double>(value));
  };
  set("hallway_log_sequence", "Sequence number of the last log entry", now.log);
  set("hallway_deliveries_owed", "Deliveries not yet made", now.deliveries);
  set("hallway_fetches_owed", "Documents still to be fetched", now.fetches);
  set("hallway_posts", "Posts known, with tombstones", now.posts);
  set("hallway_actors", "Actors known", now.actors);
  set("hallway_peers", "Other nodes ever met", now.peers);
  set("hallway_reports_open", "Reports that nobody has resolved yet", now.reports);
}

}  // namespace hallway
