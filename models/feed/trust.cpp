#include "models/feed/trust.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>

#include <algorithm>

namespace pushscope {
namespace {

struct Words {
  Q_DECLARE_TR_FUNCTIONS(Trust)
};

Fingerprint fingerprintOf(const QSslCertificate& certificate) {
  const QByteArray digest = certificate.digest(QCryptographicHash::Sha256);
  Fingerprint fingerprint;
  std::copy_n(digest.begin(), std::min<size_t>(size_t(digest.size()), fingerprint.bytes.size()),
              fingerprint.bytes.begin());
  return fingerprint;
}

const char* causeOf(QSslError::SslError error) {
  switch (error) {
  case QSslError::HostNameMismatch:
    return "name";
  case QSslError::CertificateExpired:
    return "expired";
  case QSslError::CertificateNotYetValid:
    return "not_yet_valid";
  case QSslError::CertificateRevoked:
  case QSslError::CertificateBlacklisted:
    return "revoked";
  case QSslError::SelfSignedCertificate:
  case QSslError::SelfSignedCertificateInChain:
  case QSslError::UnableToGetIssuerCertificate:
  case QSslError::UnableToGetLocalIssuerCertificate:
  case QSslError::UnableToVerifyFirstCertificate:
  case QSslError::CertificateSignatureFailed:
  case QSslError::CertificateUntrusted:
    return "unknown";
  default:
    return "unfit";
  }
}

} // namespace

Result<Trust> parseTrust(const QString& text) {
  const QString trimmed = text.trimmed();
  if (trimmed.isEmpty())
    return Trust{};
  if (trimmed == QLatin1String("system"))
    return Trust{Trust::By::system, {}, {}};
  if (trimmed.startsWith(QLatin1String("sha256:"), Qt::CaseInsensitive)) {
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    Trust trust{Trust::By::pins, {}, {}};
    for (const QString& one : trimmed.split(between, Qt::SkipEmptyParts)) {
      const Result<Fingerprint> pin = Fingerprint::parse(one.toStdString());
      if (!pin.ok())
        return pin.error();
      trust.pins.push_back(pin.value());
    }
    return trust;
  }
  QFile file(trimmed);
  if (!file.open(QIODevice::ReadOnly))
    return {ErrorCode::file, (trimmed + ": " + file.errorString()).toStdString()};
  if (QSslCertificate::fromDevice(&file).isEmpty())
    return {ErrorCode::file, Words::tr("%1: holds no certificates in PEM").arg(trimmed).toStdString()};
  return Trust{Trust::By::file, {}, trimmed.toStdString()};
}

void configure(QSslSocket& socket, const Trust& trust) {
  QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
  configuration.setProtocol(QSsl::TlsV1_3OrLater);
  configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
  configuration.setPeerVerifyMode(trust.by == Trust::By::pins ? QSslSocket::VerifyNone : QSslSocket::VerifyPeer);
  if (trust.by == Trust::By::file)
    configuration.setCaCertificates(QSslCertificate::fromPath(QString::fromStdString(trust.file)));
  socket.setSslConfiguration(configuration);
}

std::string distrustOf(const QSslSocket& socket, const Trust& trust) {
  const QSslCertificate certificate = socket.peerCertificate();
  const Fingerprint shown = fingerprintOf(certificate);
  if (trust.by == Trust::By::pins) {
    const bool pinned =
        !certificate.isNull() && std::find(trust.pins.begin(), trust.pins.end(), shown) != trust.pins.end();
    return pinned ? std::string() : "pin " + shown.text();
  }
  const QList<QSslError> errors = socket.sslHandshakeErrors();
  if (errors.isEmpty())
    return {};
  // That nobody known signed it says more than anything that it says itself.
  std::string cause = causeOf(errors.first().error());
  for (const QSslError& error : errors)
    if (causeOf(error.error()) == std::string("unknown"))
      cause = "unknown";
  return cause + " " + shown.text();
}

} // namespace pushscope
