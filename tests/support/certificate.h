#pragma once
// Certificates of our own making, for tests of TLS on loopback.

#include <cstdint>
#include <filesystem>
#include <string>

namespace hallway::test {

// Writes DIR/cert.pem and DIR/key.pem: self-signed, for `name` and 127.0.0.1, on P-256. Each
// file is put in place at once, as a renewal does.
void write_certificate(const std::filesystem::path& dir, const std::string& name);

// The subject's common name that a TLS server on 127.0.0.1 shows; empty where the handshake fails.
std::string certificate_shown_by(uint16_t port);

// A temporary folder that goes with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace hallway::test
