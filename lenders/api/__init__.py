"""The API over lenders and their objects; `basics` is what every endpoint of the product leans on."""
