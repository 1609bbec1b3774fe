package posthorn.frontend.store;

import org.junit.jupiter.api.BeforeEach;

final class MemoryAccountsTest implements AccountsContract {

    private final MemoryAccounts accounts = new MemoryAccounts();

    @BeforeEach
    void addAlice() {
        accounts.add("alice@example.test", "right");
    }

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public String password() {
        return "right";
    }
}
