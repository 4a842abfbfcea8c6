#include "server/transfer.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "server/log.h"

namespace hallway {
namespace {

CURL* as_curl(void* easy) { return static_cast<CURL*>(easy); }
curl_slist* as_list(void* list) { return static_cast<curl_slist*>(list); }

// Debian's; libcurl's own default also names a directory, and with one it does not cache what it
// parsed, which costs 20 ms a connection.
constexpr const char* kSystemBundle = "/etc/ssl/certs/ca-certificates.crt";

bool is_clean(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    auto byte = static_cast<uint8_t>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

bool is_localhost(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost");
}

Result<IpAddress> address_of(const curl_sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* raw = nullptr;
  if (address.family == AF_INET) {
    raw = &reinterpret_cast<const sockaddr_in*>(&address.addr)->sin_addr;
  } else if (address.family == AF_INET6) {
    raw = &reinterpret_cast<const sockaddr_in6*>(&address.addr)->sin6_addr;
  }
  if (raw == nullptr || inet_ntop(address.family, raw, text.data(), text.size()) == nullptr) {
    return fail(Code::forbidden, "neither an IPv4 nor an IPv6 address");
  }
  return IpAddress::parse(text.data());
}

// Some of libcurl's options can fail only for want of memory, and then the transfer fails itself.
template <class Value>
void set(void* easy, CURLoption option, Value value) {
  curl_easy_setopt(as_curl(easy), option, value);
}

}  // namespace

Error address_not_permitted(const Iri& url) {
  return fail(Code::forbidden, url.text() + " leads to an address that is not permitted");
}

struct Transfer::Callbacks {
  static Transfer& self(void* pointer) { return *static_cast<Transfer*>(pointer); }

  static size_t on_header(char* data, size_t size, size_t count, void* pointer) {
    return self(pointer).take_header({data, size * count}) ? size * count : 0;
  }
  static size_t on_body(char* data, size_t size, size_t count, void* pointer) {
    return self(pointer).take_body({data, size * count}) ? size * count : 0;
  }
  static size_t on_read(char* data, size_t size, size_t count, void* pointer) {
    return self(pointer).give_body({data, size * count});
  }
  // Where a connection turns out to be gone, libcurl begins again on another.
  static int on_seek(void* pointer, curl_off_t offset, int origin) {
    if (origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
    self(pointer).body_given_ = static_cast<uint64_t>(offset);
    return CURL_SEEKFUNC_OK;
  }
  // Attack 25: what counts is the address that the socket connects to, not what a name meant when
  // somebody looked.
  static curl_socket_t on_socket(void* pointer, curlsocktype, curl_sockaddr* address) {
    auto ip = address_of(*address);
    if (!ip || !self(pointer).permitted(*ip)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
  // A reused connection opens no socket; another request's permit may have opened it.
  static int before_request(void* pointer, char* remote_ip, char*, int, int) {
    auto ip = IpAddress::parse(remote_ip);
    return ip && self(pointer).permitted(*ip) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  }
};

Transfer::Transfer(OutboundRequest request, const ClientOptions& options)
    : request_(std::move(request)), options_(options), easy_(curl_easy_init()) {}

Transfer::~Transfer() {
  if (easy_ != nullptr) curl_easy_cleanup(as_curl(easy_));
  curl_slist_free_all(as_list(header_list_));
  curl_slist_free_all(as_list(resolve_list_));
  curl_slist_free_all(as_list(connect_list_));
}

Result<std::unique_ptr<Transfer>> Transfer::prepare(OutboundRequest request,
                                                    const ClientOptions& options,
                                                    const std::optional<IpAddress>& address) {
  std::unique_ptr<Transfer> transfer(new Transfer(std::move(request), options));
  TRY(transfer->set_up());
  if (address) transfer->set_up_proxy(*address);
  return transfer;
}

Transfer* Transfer::of(void* easy) {
  char* pointer = nullptr;
  curl_easy_getinfo(as_curl(easy), CURLINFO_PRIVATE, &pointer);
  return reinterpret_cast<Transfer*>(pointer);
}

Result<void> Transfer::set_up() {
  if (easy_ == nullptr) return fail(Code::limited, "no memory for another transfer");
  if (request_.url.empty()) return fail(Code::invalid, "a request without URL");
  if (!request_.url.https() && !options_.allow_plain_http) {
    return fail(Code::forbidden, request_.url.text() + " is not https");
  }
  set_up_target();
  TRY(set_up_body());
  if (request_.storage_key) set_up_storage_key();
  set_up_callbacks();
  return set_up_headers();
}

void Transfer::set_up_target() {
  const Iri& url = request_.url;
  // Put together from its parts: the host in the form that is compared, the path as it was written
  // and will be signed.
  set(easy_, CURLOPT_URL, (url.origin() + std::string(url.target())).c_str());
  set(easy_, CURLOPT_PATH_AS_IS, 1L);
  set(easy_, CURLOPT_PROTOCOLS_STR, options_.allow_plain_http ? "http,https" : "https");
  set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy_, CURLOPT_PROXY, "");
  set(easy_, CURLOPT_NOPROXY, "*");
  set(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(easy_, CURLOPT_NOSIGNAL, 1L);
  // Without this a transfer that ends while its name is still being looked up waits for the
  // look-up, and all others on this thread with it.
  set(easy_, CURLOPT_QUICK_EXIT, 1L);
  set(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<int64_t>(1, request_.timeout.ms)));
  set(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  set(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy_, CURLOPT_CAINFO, options_.ca_file.empty() ? kSystemBundle : options_.ca_file.c_str());
  set(easy_, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  if (is_localhost(url.host())) {
    const std::string entry =
        std::string(url.host()) + ":" + std::to_string(url.port()) + ":127.0.0.1";
    resolve_list_ = curl_slist_append(nullptr, entry.c_str());
    set(easy_, CURLOPT_RESOLVE, as_list(resolve_list_));
  }
}

// The sockets are the proxy's then; where they lead was decided before (Loop::submit_to_proxy).
void Transfer::set_up_proxy(const IpAddress& address) {
  const auto text = to_string(address);
  const auto there = "::" + (address.v4 ? text : "[" + text + "]") + ":";
  connect_list_ = curl_slist_append(nullptr, there.c_str());
  set(easy_, CURLOPT_PROXY, options_.proxy.c_str());
  set(easy_, CURLOPT_NOPROXY, "");
  set(easy_, CURLOPT_HTTPPROXYTUNNEL, 1L);
  set(easy_, CURLOPT_CONNECT_TO, as_list(connect_list_));
  set(easy_, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set(easy_, CURLOPT_PROXY_CAINFO,
      options_.ca_file.empty() ? kSystemBundle : options_.ca_file.c_str());
  set(easy_, CURLOPT_OPENSOCKETFUNCTION, static_cast<curl_opensocket_callback>(nullptr));
  set(easy_, CURLOPT_PREREQFUNCTION, static_cast<curl_prereq_callback>(nullptr));
}

Result<void> Transfer::set_up_body() {
  // The cap holds for what these unpack to, since it is counted in take_body.
  set(easy_, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
  set(easy_, CURLOPT_UPLOAD_BUFFERSIZE, 16L * 1024);
  if (!request_.body_file.empty()) return set_up_body_file();
  if (request_.method == "HEAD") {
    set(easy_, CURLOPT_NOBODY, 1L);
  } else if (request_.method != "GET") {
    set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(easy_, CURLOPT_POSTFIELDS, request_.body.c_str());
    set(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  return {};
}

Result<void> Transfer::set_up_body_file() {
  const auto& path = request_.body_file;
  body_file_.emplace(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat seen {};
  if (!body_file_->ok() || ::fstat(body_file_->get(), &seen) != 0) return file_error(path);
  set(easy_, CURLOPT_UPLOAD, 1L);
  set(easy_, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(seen.st_size));
  set(easy_, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  set(easy_, CURLOPT_UPLOAD_BUFFERSIZE, 256L * 1024);
  set(easy_, CURLOPT_READFUNCTION, &Callbacks::on_read);
  set(easy_, CURLOPT_READDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_SEEKFUNCTION, &Callbacks::on_seek);
  set(easy_, CURLOPT_SEEKDATA, static_cast<void*>(this));
  return {};
}

void Transfer::set_up_storage_key() {
  const auto& key = *request_.storage_key;
  set(easy_, CURLOPT_AWS_SIGV4, ("aws:amz:" + key.region + ":s3").c_str());
  set(easy_, CURLOPT_USERNAME, key.name.c_str());
  set(easy_, CURLOPT_PASSWORD, key.secret.c_str());
  // What is stored there is wanted as it is.
  set(easy_, CURLOPT_ACCEPT_ENCODING, static_cast<const char*>(nullptr));
}

void Transfer::set_up_callbacks() {
  set(easy_, CURLOPT_PRIVATE, static_cast<void*>(this));
  set(easy_, CURLOPT_HEADERFUNCTION, &Callbacks::on_header);
  set(easy_, CURLOPT_HEADERDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_WRITEFUNCTION, &Callbacks::on_body);
  set(easy_, CURLOPT_WRITEDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_OPENSOCKETFUNCTION, &Callbacks::on_socket);
  set(easy_, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set(easy_, CURLOPT_PREREQFUNCTION, &Callbacks::before_request);
  set(easy_, CURLOPT_PREREQDATA, static_cast<void*>(this));
}

Result<void> Transfer::set_up_headers() {
  if (!is_clean(request_.method)) return fail(Code::invalid, "a method with control characters");
  auto* list = static_cast<curl_slist*>(nullptr);
  auto add = [&](const std::string& line) {
    // On failure the old list stays; the transfer then lacks a header and is refused over there.
    if (auto* longer = curl_slist_append(list, line.c_str())) list = longer;
    header_list_ = list;
  };
  for (const auto& [name, value] : request_.headers.list()) {
    if (!is_clean(name) || !is_clean(value) || name.empty() ||
        name.find_first_of(": ") != std::string::npos) {
      return fail(Code::invalid, "a header that cannot be sent to " + request_.url.text());
    }
    // "Name;" is how libcurl is told to send an empty value.
    add(value.empty() ? name + ";" : name + ": " + value);
  }
  if (!request_.headers.find("User-Agent")) {
    set(easy_, CURLOPT_USERAGENT, options_.user_agent.c_str());
  }
  // libcurl would sign what it then does not send.
  if (!request_.storage_key) add("Expect:");
  set(easy_, CURLOPT_HTTPHEADER, list);
  return {};
}

bool Transfer::take_header(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > options_.max_header_bytes) {
    too_large_ = true;
    return false;
  }
  if (line.starts_with("HTTP/")) {
    response_.headers = Headers();  // what came before was an interim answer
    return true;
  }
  auto colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  auto value = line.substr(colon + 1);
  auto first = std::min(value.find_first_not_of(" \t\r\n"), value.size());
  value.remove_prefix(first);
  value = value.substr(0, value.find_last_not_of(" \t\r\n") + 1);
  response_.headers.add(std::string(line.substr(0, colon)), std::string(value));
  return true;
}

bool Transfer::take_body(std::string_view bytes) {
  if (response_.body.size() + bytes.size() > request_.max_response_bytes) {
    too_large_ = true;
    return false;
  }
  response_.body.append(bytes);
  return true;
}

size_t Transfer::give_body(std::span<char> into) {
  ssize_t got = 0;
  do {
    got = ::pread(body_file_->get(), into.data(), into.size(), static_cast<off_t>(body_given_));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return CURL_READFUNC_ABORT;
  body_given_ += static_cast<uint64_t>(got);
  return static_cast<size_t>(got);
}

bool Transfer::permitted(const IpAddress& address) {
  if (may_connect(address, request_.permits)) return true;
  address_refused_ = true;
  log::info("client.address_refused",
            {{"url", request_.url.text()}, {"address", to_string(address)}});
  return false;
}

Error Transfer::error_of(int curl_code) const {
  const std::string& url = request_.url.text();
  if (too_large_) {
    return fail(Code::too_large, url + " answers with more than " +
                                     std::to_string(request_.max_response_bytes) + " bytes");
  }
  if (address_refused_) return address_not_permitted(request_.url);
  const char* reason = curl_easy_strerror(static_cast<CURLcode>(curl_code));
  switch (curl_code) {
    case CURLE_UNSUPPORTED_PROTOCOL: return fail(Code::forbidden, url + ": " + reason);
    case CURLE_URL_MALFORMAT: return fail(Code::invalid, url + ": " + reason);
    case CURLE_OUT_OF_MEMORY: return fail(Code::limited, url + ": " + reason);
    default: return fail(Code::unavailable, url + ": " + reason);
  }
}

Result<OutboundResponse> Transfer::result(int curl_code) {
  if (curl_code != CURLE_OK) return error_of(curl_code);
  long status = 0;
  curl_easy_getinfo(as_curl(easy_), CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return std::move(response_);
}

}  // namespace hallway
