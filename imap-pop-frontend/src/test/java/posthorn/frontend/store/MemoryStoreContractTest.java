package posthorn.frontend.store;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The contract, on the accounts in memory. */
final class MemoryStoreContractTest implements SearchContract {
    private final MemoryAccounts accounts = new MemoryAccounts();
    private final Map<String, MemoryAccount> made = new ConcurrentHashMap<>();

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public String newAccount() {
        String address = "user" + made.size() + "@example.test";
        made.put(address, accounts.add(address, PASSWORD));
        return address;
    }

    @Override
    public void disable(String address) {
        Objects.requireNonNull(made.get(address)).disable();
    }
}
