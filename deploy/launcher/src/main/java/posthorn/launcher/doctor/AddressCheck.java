package posthorn.launcher.doctor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import posthorn.launcher.doctor.Finding.Section;

/** Whether name and address of the host that mail goes out from point at each other. */
final class AddressCheck {

    private final Resolver resolver;

    AddressCheck(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The addresses of the host, and what is to be said of them. */
    record Result(List<InetAddress> addresses, List<Finding> findings) {}

    /** Looks the name up, and then each of its addresses. */
    Result of(String host) {
        List<InetAddress> addresses;
        try {
            addresses = resolver.addresses(host);
        } catch (Resolver.Silent e) {
            return new Result(
                    List.of(),
                    List.of(Finding.unknown(Section.ADDRESSES, host, "dns.silent", said(e))));
        }
        if (addresses.isEmpty()) {
            return new Result(
                    addresses,
                    List.of(Finding.wrong(Section.ADDRESSES, host, "address.none", host)));
        }
        List<Finding> findings = new ArrayList<>();
        addresses.forEach(address -> findings.add(reverse(host, address)));
        return new Result(addresses, findings);
    }

    private Finding reverse(String host, InetAddress address) {
        String shown = address.getHostAddress();
        String subject = host + " " + shown;
        if (address.isLoopbackAddress() || address.isSiteLocalAddress()) {
            return Finding.wrong(Section.ADDRESSES, subject, "address.private", host, shown);
        }
        return pointer(host, address, subject, shown);
    }

    /** The same for an address, whatever network it is of. */
    Finding pointer(String host, InetAddress address, String subject, String shown) {
        try {
            List<String> names = resolver.names(address);
            if (names.isEmpty()) {
                return Finding.wrong(Section.ADDRESSES, subject, "address.no-name", shown, host);
            }
            if (names.stream().noneMatch(name -> name.equalsIgnoreCase(host))) {
                return confirmed(names, address)
                        ? Finding.advice(
                                Section.ADDRESSES,
                                subject,
                                "address.other-name",
                                shown,
                                String.join(", ", names),
                                host)
                        : Finding.wrong(
                                Section.ADDRESSES,
                                subject,
                                "address.not-confirmed",
                                shown,
                                String.join(", ", names),
                                host);
            }
            return Finding.good(Section.ADDRESSES, subject, "address.good", shown, host);
        } catch (Resolver.Silent e) {
            return Finding.unknown(Section.ADDRESSES, subject, "dns.silent", said(e));
        }
    }

    private boolean confirmed(List<String> names, InetAddress address) throws Resolver.Silent {
        for (String name : names) {
            if (resolver.addresses(name).contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static String said(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
