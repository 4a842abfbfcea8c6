#include "server/http_body.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace hallway {
namespace {

constexpr size_t kMaxLine = 4 * 1024;      // one chunk line or trailer field
constexpr size_t kMaxTrailer = 16 * 1024;  // all trailer fields
constexpr size_t kMinFraming = 64 * 1024;  // chunk lines that a body may cost in any case

HttpRefusal bad(std::string why) { return {400, std::move(why)}; }
HttpRefusal too_large(size_t cap) {
  return {413, "the body is larger than " + std::to_string(cap) + " bytes"};
}

}  // namespace

struct BodyReader::Inflater {
  z_stream stream{};
  bool started = false;
  bool any = false;
  bool ended = false;

  bool start(int window_bits) {
    started = inflateInit2(&stream, window_bits) == Z_OK;
    return started;
  }
  ~Inflater() {
    if (started) inflateEnd(&stream);
  }
  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
};

void BodyReader::Free::operator()(Inflater* inflater) const { delete inflater; }

BodyReader::BodyReader(const RequestHead& head, size_t cap) : cap_(cap) {
  if (!head.has_body()) return;
  state_ = head.chunked ? State::chunk_size : State::length;
  left_ = head.content_length.value_or(0);
  if (left_ > cap) refused_ = too_large(cap);
  if (head.coding == ContentCoding::identity) return;
  inflater_.reset(new Inflater);
  // 15 + 16 means gzip; which kind of deflate it is shows in its first byte.
  if (head.coding == ContentCoding::gzip && !inflater_->start(15 + 16)) {
    refused_ = HttpRefusal{503, "no memory to inflate the body"};
  }
}

std::optional<HttpRefusal> BodyReader::feed(std::string_view& bytes) {
  while (!refused_ && !done() && !bytes.empty()) {
    bool data = state_ == State::length || state_ == State::chunk_data;
    refused_ = data ? feed_data(bytes) : feed_line(bytes);
  }
  return refused_;
}

std::optional<HttpRefusal> BodyReader::feed_data(std::string_view& bytes) {
  auto part = bytes.substr(0, std::min<uint64_t>(left_, bytes.size()));
  bytes.remove_prefix(part.size());
  left_ -= part.size();
  if (auto refused = append(part)) return refused;
  if (left_ > 0) return std::nullopt;
  if (state_ == State::length) return finish();
  state_ = State::chunk_end;
  return std::nullopt;
}

std::optional<HttpRefusal> BodyReader::feed_line(std::string_view& bytes) {
  auto end = bytes.find('\n');
  auto part = bytes.substr(0, end == std::string_view::npos ? bytes.size() : end + 1);
  bytes.remove_prefix(part.size());
  line_.append(part);
  framing_ += part.size();
  // Chunks of one byte cost six on the wire; more framing than that is somebody wasting our time.
  if (line_.size() > kMaxLine || framing_ > kMinFraming + 6 * cap_) {
    return HttpRefusal{413, "too much chunk framing"};
  }
  if (end == std::string_view::npos) return std::nullopt;
  if (line_.size() < 2 || line_[line_.size() - 2] != '\r' || line_.find('\r') != line_.size() - 2 ||
      line_.find('\0') != std::string::npos) {
    return bad("a chunk line that does not end in CRLF");
  }
  line_.resize(line_.size() - 2);
  auto refused = on_line();
  line_.clear();
  return refused;
}

std::optional<HttpRefusal> BodyReader::on_line() {
  switch (state_) {
    case State::chunk_end:
      if (!line_.empty()) return bad("a chunk that is longer than announced");
      state_ = State::chunk_size;
      return std::nullopt;
    case State::trailer:
      // Trailer fields are read past: nothing that we trust may come after the body.
      if (line_.empty()) return finish();
      trailer_ += line_.size();
      if (trailer_ > kMaxTrailer) return HttpRefusal{431, "too many trailer fields"};
      return std::nullopt;
    case State::chunk_size: break;
    case State::length:
    case State::chunk_data:
    case State::done: return bad("out of step");
  }
  // Chunk extensions are allowed and ignored (RFC 9112 §7.1.1); a space before them is not.
  std::string_view digits = std::string_view(line_).substr(0, line_.find(';'));
  auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), left_, /*base=*/16);
  if (digits.empty() || digits[0] == '-' || error != std::errc() ||
      end != digits.data() + digits.size()) {
    return bad("a chunk size that is no hexadecimal number");
  }
  if (left_ > cap_) return too_large(cap_);
  state_ = left_ == 0 ? State::trailer : State::chunk_data;
  return std::nullopt;
}

std::optional<HttpRefusal> BodyReader::append(std::string_view bytes) {
  if (inflater_) return inflate_some(bytes);
  if (body_.size() + bytes.size() > cap_) return too_large(cap_);
  body_.append(bytes);
  return std::nullopt;
}

std::optional<HttpRefusal> BodyReader::inflate_some(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  auto& in = *inflater_;
  in.any = true;
  // RFC 9110 §8.4.1.2: "deflate" is the zlib format, whose first byte has 8 in its lower half; some
  // send the bare stream.
  if (!in.started && !in.start((bytes[0] & 0x0f) == 8 ? 15 : -15)) {
    return HttpRefusal{503, "no memory to inflate the body"};
  }
  in.stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  in.stream.avail_in = static_cast<uInt>(bytes.size());
  std::array<char, 16 * 1024> out;
  do {
    if (in.ended) return bad("bytes after the end of the compressed body");
    in.stream.next_out = reinterpret_cast<Bytef*>(out.data());
    in.stream.avail_out = out.size();
    int rc = inflate(&in.stream, Z_NO_FLUSH);
    if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR) {
      return bad("the compressed body is broken");
    }
    size_t made = out.size() - in.stream.avail_out;
    if (body_.size() + made > cap_) return too_large(cap_);
    body_.append(out.data(), made);
    in.ended = rc == Z_STREAM_END;
    if (in.ended && in.stream.avail_in == 0) return std::nullopt;
  } while (in.stream.avail_in > 0 || in.stream.avail_out == 0);
  return std::nullopt;
}

std::optional<HttpRefusal> BodyReader::finish() {
  if (inflater_ && inflater_->any && !inflater_->ended) {
    return bad("the compressed body ends too early");
  }
  state_ = State::done;
  return std::nullopt;
}

}  // namespace hallway
