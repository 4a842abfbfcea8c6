#include "server/forwarded.h"

#include <algorithm>
#include <optional>

#include "server/http_head.h"
#include "storage/values/ascii.h"

namespace hallway {
namespace {

bool is_trusted(const IpAddress& address, std::span<const Cidr> trusted) {
  return std::ranges::any_of(trusted, [&](const Cidr& range) { return range.contains(address); });
}

// Takes the last entry off a comma separated list.
std::string_view pop_last(std::string_view& list) {
  auto comma = list.rfind(',');
  auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return trim(last);
}

// "192.0.2.1", "192.0.2.1:5060", "2001:db8::1", "[2001:db8::1]:5060".
std::optional<IpAddress> parse_hop(std::string_view text) {
  if (!text.empty() && text.front() == '[') {
    text = text.substr(1, text.find(']') - 1);
  } else if (std::ranges::count(text, ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  auto address = IpAddress::parse(text);
  if (!address) return std::nullopt;
  return *address;
}

std::string_view last_of(const Headers& headers, std::string_view name) {
  auto all = headers.find_all(name);
  if (all.empty()) return {};
  return pop_last(all.back());
}

std::string client_of(const Headers& headers, const IpAddress& peer,
                      std::span<const Cidr> trusted) {
  IpAddress client = peer;
  auto all = headers.find_all("X-Forwarded-For");
  for (auto it = all.rbegin(); it != all.rend(); ++it) {
    while (!it->empty()) {
      auto hop = parse_hop(pop_last(*it));
      if (!hop) return to_string(client);
      client = *hop;
      if (!is_trusted(client, trusted)) return to_string(client);
    }
  }
  return to_string(client);
}

}  // namespace

void apply_forwarded(Request& request, const IpAddress& peer, std::span<const Cidr> trusted) {
  if (trusted.empty() || !is_trusted(peer, trusted)) {
    request.peer_address = to_string(peer);
    return;
  }
  request.peer_address = client_of(request.headers, peer, trusted);
  auto scheme = last_of(request.headers, "X-Forwarded-Proto");
  if (equal_ignoring_case(scheme, "https")) request.scheme = "https";
  if (equal_ignoring_case(scheme, "http")) request.scheme = "http";
  if (auto host = last_of(request.headers, "X-Forwarded-Host"); is_host_field(host))
    request.host = host;
}

}  // namespace hallway
