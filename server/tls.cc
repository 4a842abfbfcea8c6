#include "server/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sys/stat.h>

#include <algorithm>
#include <climits>
#include <cstdio>
#include <ctime>

namespace hallway {
namespace {

SSL* as_ssl(void* handle) { return static_cast<SSL*>(handle); }

// Identity, size and time of change of a file; empty where there is none.
std::string look_at(const std::string& path) {
  struct stat st {};
  if (stat(path.c_str(), &st) != 0) return {};
  return std::to_string(st.st_dev) + ":" + std::to_string(st.st_ino) + ":" +
         std::to_string(st.st_size) + ":" + std::to_string(st.st_mtim.tv_sec) + "." +
         std::to_string(st.st_mtim.tv_nsec);
}
std::string look_at(const TlsFiles& files) {
  return look_at(files.cert) + "|" + look_at(files.key);
}

std::string openssl_reason() {
  unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "unknown reason" : reason;
}

// NOLINTNEXTLINE(readability-function-size): as OpenSSL calls it
int choose_http_1_1(SSL*, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned int in_size, void*) {
  static constexpr unsigned char kOffer[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  int rc = SSL_select_next_proto(&chosen, out_size, kOffer, sizeof kOffer - 1, in, in_size);
  *out = chosen;
  return rc == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

// A pass phrase would be asked for on the terminal, and the node would stand there.
int no_passphrase(char*, int, int, void*) { return 0; }

Result<SSL_CTX*> make_context(const TlsFiles& files) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  if (context == nullptr) return fail(Code::internal, "TLS cannot be set up");
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(context, choose_http_1_1, nullptr);
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  auto give_up = [&](const std::string& what) {
    SSL_CTX_free(context);
    return fail(Code::invalid, what + ": " + openssl_reason());
  };
  if (SSL_CTX_use_certificate_chain_file(context, files.cert.c_str()) != 1) {
    return give_up("the certificate " + files.cert + " cannot be used");
  }
  if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return give_up("the key " + files.key + " cannot be used with " + files.cert);
  }
  return context;
}

TlsState state_of(SSL* ssl, int rc) {
  switch (SSL_get_error(ssl, rc)) {
    case SSL_ERROR_NONE: return TlsState::done;
    case SSL_ERROR_WANT_READ: return TlsState::wants_read;
    case SSL_ERROR_WANT_WRITE: return TlsState::wants_write;
    default: ERR_clear_error(); return TlsState::closed;
  }
}

int capped(size_t size) { return static_cast<int>(std::min<size_t>(size, INT_MAX)); }

}  // namespace

Result<Time> certificate_end(const std::string& file) {
  std::FILE* in = std::fopen(file.c_str(), "re");
  X509* certificate = in ? PEM_read_X509(in, nullptr, no_passphrase, nullptr) : nullptr;
  if (in) std::fclose(in);
  std::tm end{};
  const bool read = certificate && ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) == 1;
  X509_free(certificate);
  ERR_clear_error();
  if (!read) return fail(Code::invalid, file + " holds no certificate");
  return Time{static_cast<int64_t>(::timegm(&end)) * 1'000};
}

void TlsSession::Close::operator()(void* ssl) const { SSL_free(as_ssl(ssl)); }
void Tls::Free::operator()(void* context) const { SSL_CTX_free(static_cast<SSL_CTX*>(context)); }

TlsState TlsSession::handshake() {
  ERR_clear_error();
  return state_of(as_ssl(ssl_.get()), SSL_do_handshake(as_ssl(ssl_.get())));
}

TlsSession::Outcome TlsSession::read(char* into, size_t size) {
  ERR_clear_error();
  int rc = SSL_read(as_ssl(ssl_.get()), into, capped(size));
  if (rc > 0) return {TlsState::done, static_cast<size_t>(rc)};
  return {state_of(as_ssl(ssl_.get()), rc), 0};
}

TlsSession::Outcome TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  int rc = SSL_write(as_ssl(ssl_.get()), bytes.data(), capped(bytes.size()));
  if (rc > 0) return {TlsState::done, static_cast<size_t>(rc)};
  return {state_of(as_ssl(ssl_.get()), rc), 0};
}

void TlsSession::shutdown() {
  ERR_clear_error();
  if (SSL_is_init_finished(as_ssl(ssl_.get())) == 1) SSL_shutdown(as_ssl(ssl_.get()));
  ERR_clear_error();
}

Result<Tls> Tls::load(TlsFiles files) {
  // Looked at first: a change while reading is then noticed next time.
  std::string seen = look_at(files);
  SSL_CTX* context = TRY(make_context(files));
  return Tls(std::move(files), std::move(seen), context);
}

Result<bool> Tls::reload_if_changed() {
  std::string now = look_at(files_);
  if (now == seen_) return false;
  seen_ = std::move(now);
  context_.reset(TRY(make_context(files_)));
  return true;
}

Result<TlsSession> Tls::accept(int socket) {
  SSL* ssl = SSL_new(static_cast<SSL_CTX*>(context_.get()));
  if (ssl == nullptr) return fail(Code::internal, "no memory for a TLS session");
  TlsSession session(ssl);
  if (SSL_set_fd(ssl, socket) != 1) return fail(Code::internal, "a socket refuses TLS");
  SSL_set_accept_state(ssl);
  return session;
}

}  // namespace hallway
