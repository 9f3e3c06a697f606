"""How sure the return is: figures of the programme, stress, payback, ownership, published figures."""
