using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MultiBot.Load.World;

/// <summary>What the world proves itself with over TLS. The subjects trust the file and nothing else, as OpenSSL lets them be told.</summary>
internal sealed class Certificate : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public Certificate(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=multibot-load", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = time.GetUtcNow();
        Own = request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
        File.WriteAllText(file, Own.ExportCertificatePem());
    }

    public X509Certificate2 Own { get; }

    /// <summary>For a subject's environment (SSL_CERT_FILE, docs.openssl.org, X509_LOOKUP_file).</summary>
    public KeyValuePair<string, string> Trust => new("SSL_CERT_FILE", file);

    public void Dispose()
    {
        Own.Dispose();
        File.Delete(file);
    }
}
