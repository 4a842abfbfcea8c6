#pragma once
// TLS for the listener: the only file of the server that knows OpenSSL. Tls holds the certificate,
// TlsSession is one connection's conversation over a non-blocking socket.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

struct TlsFiles {
  std::string cert;  // PEM, the chain with our own certificate first
  std::string key;   // PEM, without pass phrase
};

enum class TlsState { done, wants_read, wants_write, closed };

// Until when the first certificate of a PEM file is good. Fails with invalid where it has none.
Result<Time> certificate_end(const std::string& file);

// One thread at a time. The socket belongs to the caller and must outlive the session.
class TlsSession {
 public:
  struct Outcome {
    TlsState state = TlsState::closed;
    size_t bytes = 0;  // moved, when done
  };
  [[nodiscard]] TlsState handshake();  // call again when the socket is ready, until done
  [[nodiscard]] Outcome read(char* into, size_t size);
  [[nodiscard]] Outcome write(std::string_view bytes);
  void shutdown();  // says goodbye; does not wait for an answer

 private:
  friend class Tls;
  struct Close {
    void operator()(void* ssl) const;
  };
  explicit TlsSession(void* ssl) : ssl_(ssl) {}
  std::unique_ptr<void, Close> ssl_;  // SSL
};

// TLS 1.2 and 1.3, ALPN http/1.1. One thread at a time.
class Tls {
 public:
  // Fails with invalid: a file that cannot be read, is no PEM, or a key that does not belong to
  // the certificate. The sentence names the file.
  static Result<Tls> load(TlsFiles files);

  // Reads the files again if they have changed since they were last read. True if they were
  // replaced. On failure the old certificate stays in use and the next change is tried again.
  Result<bool> reload_if_changed();

  [[nodiscard]] Result<TlsSession> accept(int socket);

 private:
  struct Free {
    void operator()(void* context) const;
  };
  Tls(TlsFiles files, std::string seen, void* context)
      : files_(std::move(files)), seen_(std::move(seen)), context_(context) {}
  TlsFiles files_;
  std::string seen_;                     // what stat said of both files when they were last read
  std::unique_ptr<void, Free> context_;  // SSL_CTX; sessions keep theirs alive
};

}  // namespace hallway
