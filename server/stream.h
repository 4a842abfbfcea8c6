#pragma once
// What a connection is for once its request was answered and it stays open: a WebSocket, or events
// sent by the server. The listener's loop moves the bytes (server/streaming.cc); what they say is
// decided behind this interface. The answer carries one (Response::stream); it lives as long as the
// connection.

#include <string_view>

#include "server/pipe.h"

namespace hallway {

class Stream {
 public:
  Stream() = default;
  virtual ~Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // What is to be sent. Bytes may be put from before the connection is there.
  virtual Pipe& pipe() = 0;

  // On the loop's thread, which must not wait; an answer goes into the pipe.
  virtual void hear(std::string_view bytes) = 0;
  virtual void beat() = 0;   // each ListenerOptions::beat
  virtual void leave() = 0;  // the node stops: last words, then close
};

}  // namespace hallway
