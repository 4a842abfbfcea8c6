#pragma once
// A whole node to which people listen, without sockets: what is put into their pipes is read there.

#include <gmock/gmock.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "server/stream.h"
#include "tests/support/api.h"
#include "tests/support/web_socket.h"

namespace hallway::test {

// "update", "<p>hello</p>": what was told, in short.
struct Told {
  std::string event, payload, id;
  std::vector<std::string> stream;
  friend void PrintTo(const Told& told, std::ostream* out) {
    *out << told.event << " " << told.payload << " " << told.id;
  }
};

class StreamTest : public ApiTest {
 protected:
  using Listening = std::shared_ptr<Stream>;

  Listening events(const std::string& path, const std::string& token,
                   const std::string& last_id = {}) {
    auto headers = bearer(token);
    if (!last_id.empty()) headers.add("Last-Event-ID", last_id);
    auto response = get("/api/v1/streaming/" + path, headers);
    EXPECT_EQ(response.status, 200) << response.body;
    return response.stream;
  }
  static Headers upgrade(Headers headers = {}) {
    headers.add("Connection", "Upgrade");
    headers.add("Upgrade", "websocket");
    headers.add("Sec-WebSocket-Version", "13");
    headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    return headers;
  }
  Listening socket(const std::string& query, const std::string& token) {
    auto response = get("/api/v1/streaming" + query, upgrade(bearer(token)));
    EXPECT_EQ(response.status, 101) << response.body;
    return response.stream;
  }
  static void say(const Listening& socket, const Json& message) {
    socket->hear(masked_text(dump_json(message)));
  }

  std::string bytes(const Listening& listening) {
    while (node_->live().run() > 0) {
    }
    return listening->pipe().take().bytes;
  }
  // What came by events sent by the server since it was asked last.
  std::vector<Told> told(const Listening& listening) {
    std::vector<Told> all;
    Told one;
    std::istringstream lines(bytes(listening));
    for (std::string line; std::getline(lines, line);) {
      const auto value = line.substr(std::min(line.find(": ") + 2, line.size()));
      if (line.starts_with("event: ")) one.event = value;
      if (line.starts_with("data: ")) one.payload = value;
      if (line.starts_with("id: ")) one.id = value;
      if (line.empty()) all.push_back(std::exchange(one, {}));
    }
    return all;
  }
  // The same over a WebSocket.
  std::vector<Told> framed(const Listening& listening) {
    std::vector<Told> all;
    auto raw = bytes(listening);
    for (const auto& frame : take_frames(raw)) {
      if (frame.opcode != 1) continue;
      const auto json = parse_json(frame.payload).value_or(Json::object());
      all.push_back({json.value("event", ""), json.value("payload", json.value("error", "")), "",
                     json.value("stream", std::vector<std::string>())});
    }
    return all;
  }

  // "update <p>text</p>", "delete 1234": of a status its text, of a notification its type.
  static std::string brief(const Told& told) {
    const auto json = parse_json(told.payload).value_or(Json());
    if (!json.is_object()) return told.event + " " + told.payload;
    if (json.contains("type")) return told.event + " " + json.value("type", "");
    const auto& status = json["reblog"].is_object() ? json["reblog"] : json;
    return told.event + (json["reblog"].is_object() ? " boost " : " ") +
           status.value("content", "");
  }
  static std::vector<std::string> briefs(const std::vector<Told>& all) {
    std::vector<std::string> out;
    std::ranges::transform(all, std::back_inserter(out), brief);
    return out;
  }
  void follow(const std::string& who, const std::string& whom) {
    EXPECT_EQ(call("POST", "/api/v1/accounts/" + id_of(whom) + "/follow", who).status, 200);
  }
};

}  // namespace hallway::test
