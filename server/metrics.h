#pragma once
// Numbers for Prometheus. One Metrics object per process, passed explicitly; whoever counts asks it
// once for a handle and keeps that. Names follow Prometheus: "hallway_inbox_activities_total",
// seconds and bytes as units. Labels must come from a small fixed set, never from strangers.
//
// Any thread. Handles are cheap to copy and live as long as the Metrics.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hallway {

using MetricLabels = std::map<std::string, std::string>;

class Counter {
 public:
  void add(double amount = 1);  // never negative

 private:
  friend class Metrics;
  explicit Counter(void* counter) : counter_(counter) {}
  void* counter_;
};

class Gauge {
 public:
  void set(double value);
  void add(double amount);

 private:
  friend class Metrics;
  explicit Gauge(void* gauge) : gauge_(gauge) {}
  void* gauge_;
};

class Histogram {
 public:
  void observe(double value);

 private:
  friend class Metrics;
  explicit Histogram(void* histogram) : histogram_(histogram) {}
  void* histogram_;
};

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // The same name and labels give the same metric; the first `help` and `buckets` stay.
  Counter counter(const std::string& name, const std::string& help,
                  const MetricLabels& labels = {});
  Gauge gauge(const std::string& name, const std::string& help, const MetricLabels& labels = {});
  Histogram histogram(const std::string& name, const std::string& help,
                      const std::vector<double>& buckets, const MetricLabels& labels = {});

  // `read` sets gauges from numbers kept elsewhere, each time before text() is made.
  void before_scrape(std::function<void()> read);

  // Prometheus text format 0.0.4, served as "text/plain; version=0.0.4; charset=utf-8".
  std::string text();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Upper bounds in seconds from 0.5 ms to 10 s, for anything that people wait for.
std::vector<double> latency_buckets();

}  // namespace hallway
