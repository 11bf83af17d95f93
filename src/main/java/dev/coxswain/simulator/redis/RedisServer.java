package dev.coxswain.simulator.redis;

import java.util.List;

/** Something that listens on an address and speaks the Redis protocol. */
interface RedisServer {

    /** @param login who asks; the password is empty when none was given */
    Reply ask(Login login, List<String> command);

    /** @param user empty for the default user */
    record Login(String user, String password) {
        static final Login ANONYMOUS = new Login("", "");
    }
}
